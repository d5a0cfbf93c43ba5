package dev.concierge.server.catalog;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person chooses after consent, where one account at the provider holds several things that are connected one by one. Members are named by
 * JSON pointers (RFC 6901): {@code list} in the answer, the others in each entry.
 *
 * @param one what people call such a thing: "Page"
 * @param many the same for several
 * @param scope the canonical name of the scope without which nothing is listed
 * @param api the API that lists them, by its name in the file
 * @param path below the API's base address
 * @param query its parameters
 * @param list where the entries stand; a list that is not there is an empty one
 * @param id what never changes for one entry
 * @param name what people know it by
 * @param note what tells two of one name apart; null when there is nothing
 * @param noneError how an error says that there is nothing; null when none does
 * @param busyError how an error says that it is only too much for now, as a used-up quota; null when the status alone says so
 * @param own how the API is called for what was chosen with a token of its own; null where the account's does
 * @param none what a person can do who has none, one or two sentences
 * @param make where a person makes one; null when the file does not say
 */
public record Choice(
        String one,
        String many,
        String scope,
        String api,
        String path,
        Map<String, String> query,
        String list,
        String id,
        String name,
        @Nullable String note,
        @Nullable KnownError noneError,
        @Nullable KnownError busyError,
        @Nullable OwnToken own,
        String none,
        @Nullable URI make) {
    /**
     * What was chosen has a token of its own, which the account's token may read: a member of what stands at {@code /id} below the API's base address.
     *
     * @param query its parameters
     * @param at where the token stands in the answer
     */
    public record OwnToken(Map<String, String> query, String at) {
        public OwnToken {
            query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        }
    }

    /**
     * An error that means more than its status.
     *
     * @param at where its code stands in the body
     * @param codes the codes that mean it
     */
    public record KnownError(String at, Set<String> codes) {
        public KnownError {
            codes = Set.copyOf(codes);
        }
    }

    public Choice {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }
}
