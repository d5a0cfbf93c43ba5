package dev.concierge.sandbox.dialect;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How pushes leave: to an https address, or on this machine to an http one; once, and without following anybody anywhere. */
public final class Pushing {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Pushing() {}

    /** Whether a provider would send there. */
    public static boolean mayGoTo(String address) {
        try {
            var uri = new URI(address);
            var host = uri.getHost();
            boolean here = host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
            return host != null && ("https".equals(uri.getScheme()) || (here && "http".equals(uri.getScheme())));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** Begins a request to an address that was checked before. */
    public static HttpRequest.Builder to(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
    }

    /** Sends it; empty when nobody answers. */
    public static Optional<HttpResponse<String>> send(HttpRequest request) {
        try (var http = HttpClient.newHttpClient()) {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
