package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of a list of GitHub's REST API: an array, and where it goes on in the header field {@code Link} (RFC 8288; REST guide "Using pagination").
 *
 * @param next what {@link ApiRequest#exactly} wants for the page after it; null for the last one
 */
record GithubPage(List<Item> items, @Nullable String next, AnswerHeaders headers) {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    private static final Pattern NEXT = Pattern.compile(";\\s*rel=\"?next\"?(?=[\\s;,]|$)");

    GithubPage {
        items = List.copyOf(items);
    }

    /** Reads an answer; empty when it is no such page, or goes on where no link may lead. */
    static Optional<GithubPage> read(Api api, ApiOutcome.Answered answered, Function<JsonNode, Item> item) {
        if (!answered.body().isArray()) {
            return Optional.empty();
        }
        String link = next(answered.headers());
        String below = link == null ? null : api.below(link).orElse(null);
        return link != null && below == null
                ? Optional.empty()
                : Optional.of(new GithubPage(Items.of("", answered.body(), item), below, answered.headers()));
    }

    private static @Nullable String next(AnswerHeaders headers) {
        for (String field : headers.all("Link")) {
            Matcher links = LINK.matcher(field);
            while (links.find()) {
                if (NEXT.matcher(links.group(2)).find()) {
                    return links.group(1);
                }
            }
        }
        return null;
    }
}
