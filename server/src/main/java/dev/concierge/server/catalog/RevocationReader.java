package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Revocation.Call;
import dev.concierge.server.catalog.Revocation.Reach;
import dev.concierge.server.catalog.Revocation.Style;
import dev.concierge.server.catalog.Revocation.Tokens;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The section {@code revocation}. */
final class RevocationReader {
    private static final String CLIENT_ID = "{client_id}";

    private RevocationReader() {}

    /** The words of {@code style}: none, or one of {@link Style}. */
    private enum StyleWord {
        TOKEN_FORM(Style.TOKEN_FORM),
        RFC7009(Style.RFC7009),
        TOKEN_JSON(Style.TOKEN_JSON),
        DELETE_JSON(Style.DELETE_JSON),
        DELETE_BEARER(Style.DELETE_BEARER),
        NONE(null);

        private final @Nullable Style style;

        StyleWord(@Nullable Style style) {
            this.style = style;
        }
    }

    static Revocation read(Section section) {
        Call call = call(section, true).orElse(null);
        Reach reach = section.word("reach", Reach.class, Reach.TOKEN);
        Call narrow = section.optionalSection("narrow")
                .flatMap(closing(inner -> call(inner, false)))
                .orElse(null);
        if (narrow != null && (call == null || reach == Reach.TOKEN)) {
            section.fault("revocation.narrow is for a call that reaches further than its token");
        }
        URI byHand = section.optionalUrl("byHand");
        if (call == null && byHand == null) {
            section.fault("revocation needs a call or byHand");
        }
        boolean confirmed = section.flag("confirmed", true);
        return new Revocation(
                call,
                reach,
                narrow,
                confirmed,
                byHand,
                section.optionalText("byHandNote", ".{3,200}", "3 to 200 characters"));
    }

    private static Optional<Call> call(Section section, boolean mayBeNone) {
        StyleWord word = section.word("style", StyleWord.class);
        boolean hasEndpoint = section.has("endpoint");
        if ((word == StyleWord.NONE) == hasEndpoint || (word == StyleWord.NONE && !mayBeNone)) {
            section.fault("revocation.endpoint is there exactly when revocation.style is not none");
        }
        Style style = word.style;
        URI endpoint = hasEndpoint ? section.url("endpoint", CLIENT_ID) : URI.create("https://invalid");
        boolean accessOnly = style == Style.DELETE_JSON || style == Style.DELETE_BEARER;
        Tokens tokens = section.word("tokens", Tokens.class, accessOnly ? Tokens.ACCESS : Tokens.ALL);
        boolean live = section.flag("liveToken", accessOnly);
        return style == null ? Optional.empty() : Optional.of(new Call(style, endpoint, tokens, live));
    }
}
