package dev.concierge.server.identity.web;

import dev.concierge.server.web.FreshProof;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/prove}: the answer of a POST that wants a fresh proof first. Its form repeats the POST, with the field {@code password}.
 *
 * @param title of the act, as its button says
 * @param path of the act
 * @param back where somebody goes who leaves it
 * @param fields of the act, sent again as they were
 * @param asked what is asked for
 * @param signInAgain where to sign in again, when there is nothing to type; null otherwise
 * @param error one sentence about what was typed, or null
 */
public record ProveView(
        String title,
        String path,
        String back,
        Map<String, String> fields,
        FreshProof.Asked asked,
        @Nullable String signInAgain,
        @Nullable String error) {
    public ProveView {
        fields = Map.copyOf(fields);
    }
}
