package dev.concierge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long each page took that was stored, in order. Pages without items, such as the list of calendars, are left out.
 *
 * @param pages with items
 */
record IngestTimes(List<Stored> pages) {
    /**
     * One page.
     *
     * @param nanos from the items as the stream read them to the commit
     * @param sortNanos of them until they were rows to be stored
     */
    record Stored(int items, long nanos, long sortNanos) {}

    /** Of a stretch of pages, in microseconds for each record. */
    record Cost(double all, double sort) {}

    IngestTimes {
        pages = List.copyOf(pages);
    }

    /** What was stored since the last time that this was asked. */
    static IngestTimes take(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            int watched = Integer.parseInt(lines.readLine());
            if (watched != IngestAgent.Watched.values().length) {
                throw new IllegalStateException("the server has " + watched + " of the "
                        + IngestAgent.Watched.values().length + " methods that are watched");
            }
            List<Stored> pages = new ArrayList<>();
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", -1);
                if (!parts[0].equals("0")) {
                    pages.add(
                            new Stored(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
                }
            }
            return new IngestTimes(pages);
        }
    }

    int items() {
        return pages.stream().mapToInt(Stored::items).sum();
    }

    Cost cost() {
        return cost(0, items());
    }

    /** Of the pages that begin from the one record on and before the other. */
    Cost cost(int from, int to) {
        long nanos = 0;
        long sort = 0;
        long items = 0;
        int place = 0;
        for (Stored page : pages) {
            if (place >= from && place < to) {
                nanos += page.nanos();
                sort += page.sortNanos();
                items += page.items();
            }
            place += page.items();
        }
        return new Cost(nanos / 1e3 / items, sort / 1e3 / items);
    }
}
