package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.TokenRules.ErrorPlace;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the error in an answer, where the catalog says that it is, and what it means. */
final class ErrorAnswers {
    private ErrorAnswers() {}

    /** The error of an answer's object; empty when it holds none. */
    static Optional<OAuthError> read(Provider provider, Step step, JsonNode answer) {
        ErrorPlace place = provider.token().errors();
        String code = first(answer, place.code());
        if (code == null) {
            return Optional.empty();
        }
        String subcode = place.subcode() == null ? null : Members.scalar(answer, place.subcode());
        return Optional.of(of(provider, step, code, subcode, first(answer, place.text())));
    }

    /** The error of a callback's parameters. */
    static OAuthError ofCallback(Provider provider, String code, @Nullable String subcode, @Nullable String text) {
        return of(provider, Step.CALLBACK, code, subcode, text);
    }

    /** An answer without an error that can be read, by its status. */
    static OAuthError ofStatus(Provider provider, Step step, int status) {
        return of(provider, step, "status_" + status, null, null);
    }

    private static OAuthError of(
            Provider provider, Step step, String code, @Nullable String subcode, @Nullable String text) {
        return new OAuthError(
                code, text, provider.errors().find(step, code, subcode, text).orElse(null));
    }

    private static @Nullable String first(JsonNode answer, List<String> pointers) {
        return pointers.stream()
                .map(pointer -> Members.scalar(answer, pointer))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
