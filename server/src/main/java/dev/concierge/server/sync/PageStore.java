package dev.concierge.server.sync;

import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.sync.streams.FetchOutcome;
import dev.concierge.server.sync.streams.Item;
import dev.concierge.server.sync.streams.Passing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores a page and its checkpoint in one transaction, or nothing. */
@Component
class PageStore {
    private static final int LONGEST_ID = 1024;

    private final AccountScope accounts;
    private final RecordContent content;
    private final SyncSettings settings;
    private final Ids ids;
    private final Clock clock;

    PageStore(AccountScope accounts, RecordContent content, SyncSettings settings, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.content = content;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    private record Key(String part, String upstreamId) {}

    /** What a page says, sorted out. The pass is the number of the full pass that the stream is in. */
    private record Ready(List<RecordRepository.Row> present, List<Key> gone, FetchOutcome.Page<?> page, long pass) {}

    /** What storing did, and the number of the full pass that the stream is in now. */
    record Stored(Changes changes, long pass) {}

    /**
     * Stores.
     *
     * @param checkpoint of the page, as JSON
     * @param pass the number of the last full pass
     * @return empty when the claim does not stand any more: nothing was stored
     */
    Optional<Stored> store(
            Claim claim, StreamRow stream, UUID run, FetchOutcome.Page<?> page, String checkpoint, long pass) {
        boolean begins = page.passing() instanceof Passing.Everything everything && everything.begins();
        Ready ready = ready(page, begins ? pass + 1 : pass);
        return accounts.call(claim.accountId(), jdbc -> {
            if (!StreamRepository.advance(jdbc, claim, checkpoint, ready.pass(), settings.lease())) {
                return Optional.empty();
            }
            Changes changes = write(jdbc, stream, ready, clock.instant());
            if (changes.growth() != 0) {
                StreamRepository.count(jdbc, stream.id(), changes.growth());
            }
            RunRepository.page(jdbc, run, changes);
            return Optional.of(new Stored(changes, ready.pass()));
        });
    }

    private static Changes write(JdbcClient jdbc, StreamRow stream, Ready ready, Instant now) {
        FetchOutcome.Page<?> page = ready.page();
        boolean everything = page.passing() instanceof Passing.Everything;
        Changes changes = RecordRepository.put(jdbc, stream, ready.present(), ready.pass(), everything, now);
        long removed = RecordRepository.bury(
                jdbc,
                stream,
                ready.gone().stream().map(Key::part).toList(),
                ready.gone().stream().map(Key::upstreamId).toList(),
                now);
        removed += RecordRepository.buryParts(jdbc, stream, page.goneParts(), now);
        if (page.passing() instanceof Passing.Everything pass && pass.ends()) {
            removed += RecordRepository.sweep(jdbc, stream, pass.part(), ready.pass(), now);
        }
        return changes.plus(new Changes(0, 0, removed, 0));
    }

    /** Of several items with the same id the last one counts; ids that no provider should give are passed over. */
    private Ready ready(FetchOutcome.Page<?> page, long pass) {
        Map<Key, Item> items = new LinkedHashMap<>();
        for (Item item : page.items()) {
            if (storable(item.part())
                    && storable(item.upstreamId())
                    && !item.upstreamId().isEmpty()) {
                items.put(new Key(item.part(), item.upstreamId()), item);
            }
        }
        List<Key> gone = new ArrayList<>();
        items.forEach((key, item) -> {
            if (item instanceof Item.Gone) {
                gone.add(key);
            }
        });
        return new Ready(rows(items.values()), gone, page, pass);
    }

    private List<RecordRepository.Row> rows(Collection<Item> items) {
        return items.stream()
                .filter(Item.Present.class::isInstance)
                .map(Item.Present.class::cast)
                .map(this::row)
                .toList();
    }

    private RecordRepository.Row row(Item.Present item) {
        String text = content.text(item.content());
        Item.@Nullable When time = item.time();
        return new RecordRepository.Row(
                ids.next(),
                item.part(),
                item.upstreamId(),
                text,
                hash(text + "\n" + time),
                time == null ? null : time.startsAt(),
                time == null ? null : time.endsAt(),
                time != null && time.allDay());
    }

    private static boolean storable(String id) {
        return id.length() <= LONGEST_ID && RecordContent.clean(id).equals(id);
    }

    private static String hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
