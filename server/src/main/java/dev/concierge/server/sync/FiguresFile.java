package dev.concierge.server.sync;

import dev.concierge.server.identity.OwnFile;
import java.io.IOException;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who followed, saw and liked what a person has, by day: no provider tells that again. */
@Component
class FiguresFile implements OwnFile {
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private record Line(LocalDate day, String provider, String figure, long value) {}

    private final SyncReader reader;

    FiguresFile(SyncReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "figures.json";
    }

    /** A year of days at most, of the few streams that have any. */
    @Override
    public void write(UUID accountId, Sheet sheet) throws IOException {
        for (FigureDay one : reader.figures(accountId, LocalDate.EPOCH, LAST)) {
            sheet.add(new Line(one.day(), one.provider(), one.figure(), one.value()));
        }
    }
}
