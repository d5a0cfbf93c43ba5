package dev.concierge.server.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Ways out to servers of the operator's own, such as a key store: usually at a private address, which calls to providers may not reach. Each has a client
 * of its own that goes to that one host and port and nowhere else, so that naming the server opens its address to nobody else's calls.
 */
public final class OwnServers implements AutoCloseable {
    private final OutboundSettings settings;
    private final Clock clock;
    private final @Nullable MeterRegistry meters;
    private final List<HttpOutbound> open = new CopyOnWriteArrayList<>();

    OwnServers(OutboundSettings settings, Clock clock, @Nullable MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * A way to one place. It refuses every other, whatever the request's own list says.
     *
     * @param caFile PEM certificates that are trusted there beside the JDK's, in place of {@code TRUSTED_CA_FILE}; null for that
     * @param caSetting what the operator calls that file
     * @throws IllegalArgumentException with a sentence for the operator, when the file cannot be used
     */
    public Outbound only(HostPort place, @Nullable Path caFile, String caSetting) {
        if (caFile != null) {
            var _ = Trust.context(caSetting, caFile);
        }
        HttpOutbound client = new HttpOutbound(settings.only(place, caFile), clock, meters, InetAddress::getAllByName);
        open.add(client);
        return request -> {
            if (!HostPort.of(request.url()).equals(place)) {
                throw new IllegalArgumentException("a call to another place than " + place + ": " + request);
            }
            return client.send(request);
        };
    }

    @Override
    public void close() throws IOException {
        for (HttpOutbound client : open) {
            client.close();
        }
    }
}
