package dev.concierge.server.sync;

import dev.concierge.server.identity.OwnFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Everything that was synced for a person, as their providers gave it; what is gone there is left out. */
@Component
class RecordsFile implements OwnFile {
    private static final int AT_ONCE = 500;
    private static final SyncRecord.Filter ALL = new SyncRecord.Filter(null, null);

    private record Line(
            UUID id,
            UUID integrationId,
            String stream,
            String part,
            String upstreamId,
            long version,
            Instant changedAt,
            JsonNode content) {}

    private final SyncReader reader;
    private final RecordContent contents;

    RecordsFile(SyncReader reader, RecordContent contents) {
        this.reader = reader;
        this.contents = contents;
    }

    @Override
    public String name() {
        return "records.json";
    }

    @Override
    public void write(UUID accountId, Sheet sheet) throws IOException {
        List<SyncRecord> page = reader.records(accountId, ALL, null, AT_ONCE);
        while (!page.isEmpty()) {
            for (SyncRecord one : page) {
                if (one.content() != null) {
                    sheet.add(line(one, one.content()));
                }
            }
            page = reader.records(accountId, ALL, page.getLast().position(), AT_ONCE);
        }
    }

    private Line line(SyncRecord one, String content) {
        return new Line(
                one.id(),
                one.integrationId(),
                one.stream(),
                one.part(),
                one.upstreamId(),
                one.version(),
                one.changedAt(),
                contents.read(content));
    }
}
