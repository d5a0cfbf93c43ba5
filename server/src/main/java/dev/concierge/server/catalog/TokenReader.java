package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.RefreshRules.Extension;
import dev.concierge.server.catalog.TokenRules.Answer;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.catalog.TokenRules.ErrorPlace;
import dev.concierge.server.catalog.TokenRules.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections {@code token} and {@code refresh}. */
final class TokenReader {
    private static final Duration YEARS = Duration.ofDays(3650);
    private static final Duration LONGEST_GRACE = Duration.ofDays(1);

    private TokenReader() {}

    static TokenRules token(Section section, String separator) {
        URI endpoint = section.url("endpoint");
        ClientAuthentication authentication = section.word("clientAuthentication", ClientAuthentication.class);
        Request request = section.word("request", Request.class, Request.FORM);
        if (request == Request.QUERY && authentication != ClientAuthentication.CLIENT_SECRET_POST) {
            section.fault("token.request query goes with client_secret_post, which is then in the query too");
        }
        String separators = section.optionalText("scopeSeparators", " |,| ,|, ", "a blank, a comma or both");
        return new TokenRules(
                endpoint,
                authentication,
                request,
                section.word("answer", Answer.class, Answer.JSON),
                section.flag("errorsUnder200", false),
                section.optionalSection("error")
                        .map(closing(TokenReader::errorPlace))
                        .orElse(ErrorPlace.STANDARD),
                separators == null ? separator : separators,
                section.optionalDuration("accessTokenLife", YEARS),
                section.optionalSection("longLived")
                        .map(closing(TokenReader::exchange))
                        .orElse(null));
    }

    private static ErrorPlace errorPlace(Section section) {
        List<String> text = section.optionalOneOrMore("text");
        return new ErrorPlace(
                Formats.pointers(section, "code"),
                Formats.pointer(section, "subcode"),
                Formats.pointers(section, "text", text));
    }

    private static TokenExchange exchange(Section section) {
        return new TokenExchange(
                section.url("endpoint"),
                section.text("grantType", Formats.PARAMETER, "a grant type"),
                section.text("parameter", Formats.PARAMETER, "the name of a parameter"),
                section.flag("authenticated", true));
    }

    static RefreshRules refresh(Section section) {
        boolean supported = section.flag("supported");
        OldRefreshToken old = oldRefreshToken(section);
        Extension extension = section.optionalSection("extension")
                .map(closing(TokenReader::extension))
                .orElse(null);
        if (supported && extension != null) {
            section.fault("refresh.extension is for providers without refresh tokens");
        }
        return new RefreshRules(
                supported,
                old,
                section.flag("rotates", !(old instanceof OldRefreshToken.Stays)),
                section.optionalDuration("inactivity", YEARS),
                section.optionalDuration("fixedEnd", YEARS),
                section.optionalDuration("testingEnd", YEARS),
                extension);
    }

    private static Extension extension(Section section) {
        return new Extension(exchange(section), section.number("share", 1, 95), leastAge(section));
    }

    private static @Nullable Duration leastAge(Section section) {
        return section.optionalDuration("leastAge", YEARS);
    }

    private enum OldTokenWord {
        STAYS,
        GRACE,
        DIES
    }

    private static OldRefreshToken oldRefreshToken(Section section) {
        OldTokenWord word = section.word("oldRefreshToken", OldTokenWord.class, OldTokenWord.DIES);
        Duration grace = section.optionalDuration("grace", LONGEST_GRACE);
        if ((word == OldTokenWord.GRACE) != (grace != null)) {
            section.fault("refresh.grace is there exactly when refresh.oldRefreshToken is grace");
        }
        return switch (word) {
            case STAYS -> new OldRefreshToken.Stays();
            case DIES -> new OldRefreshToken.Dies();
            case GRACE -> new OldRefreshToken.Grace(grace == null ? LONGEST_GRACE : grace);
        };
    }
}
