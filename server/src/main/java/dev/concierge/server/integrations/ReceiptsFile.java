package dev.concierge.server.integrations;

import dev.concierge.server.identity.OwnFile;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a person's disconnects did, and emergency stops. */
@Component
class ReceiptsFile implements OwnFile {
    private record Line(
            UUID id,
            UUID integrationId,
            String provider,
            String label,
            String outcome,
            @Nullable String why,
            long records,
            Instant madeAt,
            @Nullable Instant settledAt) {}

    private final Receipts receipts;

    ReceiptsFile(Receipts receipts) {
        this.receipts = receipts;
    }

    @Override
    public String name() {
        return "receipts.json";
    }

    @Override
    public void write(UUID accountId, Sheet sheet) throws IOException {
        for (Receipt one : receipts.of(accountId)) {
            Receipt.Why why = one.why();
            sheet.add(new Line(
                    one.id(),
                    one.integrationId(),
                    one.provider(),
                    one.label(),
                    one.outcome().word(),
                    why == null ? null : why.word(),
                    one.records(),
                    one.madeAt(),
                    one.settledAt()));
        }
    }
}
