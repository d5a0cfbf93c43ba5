package dev.concierge.server.sync.web;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.Found;
import dev.concierge.server.sync.Malformed;
import dev.concierge.server.sync.RecordSearch;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.sync.streams.Kind;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an account has, over all providers: {@code GET /api/v1/sync/search}; and what of it cannot be read: {@code /malformed}. */
@RestController
@RequestMapping(path = "/api/v1/sync", produces = "application/json")
@Tag(name = "Sync")
class SearchController {
    private static final int LONGEST_WORDS = 400;

    private final RecordSearch search;
    private final SyncReader reader;
    private final JsonMapper json;
    private final SignedCursor cursor;
    private final SignedCursor malformedCursor;

    SearchController(RecordSearch search, SyncReader reader, JsonMapper json, Signer signer) {
        this.search = search;
        this.reader = reader;
        this.json = json;
        this.cursor = new SignedCursor(signer, "sync.search");
        this.malformedCursor = new SignedCursor(signer, "sync.malformed");
    }

    record FoundList(List<Found> items, @Nullable String nextCursor) {}

    record MalformedList(
            List<MalformedAnswer> items, @Nullable String nextCursor) {}

    /**
     * An item that is kept aside.
     *
     * @param why in a word, such as {@code time_unreadable}
     * @param content as the provider gave it
     */
    record MalformedAnswer(
            UUID id,
            UUID integrationId,
            String stream,
            String part,
            String upstreamId,
            String why,
            Instant firstAt,
            Instant seenAt,
            @Nullable JsonNode content) {
        @Override
        public String toString() {
            return "MalformedAnswer[" + id + "]";
        }
    }

    @GetMapping("/search")
    @Operation(
            summary = "Find what is kept in step, newest first",
            description =
                    "Over all your providers. Every word of q must be in a record's title, people or text, whole or as the beginning of a word;"
                            + " accents and capitals do not count. Without q it lists everything. Needs the scope integrations:read.")
    FoundList search(
            Caller caller,
            @RequestParam(name = "q", defaultValue = "") String words,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable UUID integration,
            @RequestParam(name = "cursor", required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Found.Position before = after == null ? null : position(after, caller.accountId());
        List<Found> found = search.find(
                caller.accountId(),
                new RecordSearch.Question(checked(words), kind(kind), integration),
                before,
                Limits.checked(limit) + 1);
        if (found.size() <= limit) {
            return new FoundList(found, null);
        }
        Found last = found.get(limit - 1);
        return new FoundList(
                found.subList(0, limit), cursor.of(Limits.place(last.happenedAt(), last.id()), caller.accountId()));
    }

    @GetMapping("/malformed")
    @Operation(
            summary = "Items that cannot be read, the last seen first",
            description =
                    "They are kept aside until they can be read or are gone at the provider. Needs the scope integrations:read.")
    MalformedList malformed(
            Caller caller,
            @RequestParam(name = "cursor", required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Malformed.Position before = null;
        if (after != null) {
            var place = malformedCursor.parse(after, caller.accountId());
            before = new Malformed.Position(Limits.time(place), place.id());
        }
        List<Malformed> items = reader.malformed(caller.accountId(), before, Limits.checked(limit) + 1);
        if (items.size() <= limit) {
            return new MalformedList(items.stream().map(this::answer).toList(), null);
        }
        Malformed last = items.get(limit - 1);
        return new MalformedList(
                items.subList(0, limit).stream().map(this::answer).toList(),
                malformedCursor.of(Limits.place(last.seenAt(), last.id()), caller.accountId()));
    }

    private MalformedAnswer answer(Malformed item) {
        return new MalformedAnswer(
                item.id(),
                item.integrationId(),
                item.stream(),
                item.part(),
                item.upstreamId(),
                item.why(),
                item.firstAt(),
                item.seenAt(),
                item.content() == null ? null : json.readTree(item.content()));
    }

    private Found.Position position(String text, UUID accountId) {
        var place = cursor.parse(text, accountId);
        return new Found.Position(Limits.time(place), place.id());
    }

    private static String checked(String words) {
        if (words.length() > LONGEST_WORDS) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "q has at most " + LONGEST_WORDS + " characters.")
                    .with("field", "q");
        }
        return words;
    }

    private static @Nullable String kind(@Nullable String word) {
        if (word == null
                || Arrays.stream(Kind.values()).anyMatch(kind -> kind.word().equals(word))) {
            return word;
        }
        String known = Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));
        throw new ProblemException(ProblemType.INVALID_INPUT, "kind is one of " + known + ".").with("field", "kind");
    }
}
