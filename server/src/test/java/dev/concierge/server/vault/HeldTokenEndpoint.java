package dev.concierge.server.vault;

import dev.concierge.server.support.FakeProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A token endpoint at which every request waits for the test's word, and a revocation endpoint that agrees to everything and remembers it. */
final class HeldTokenEndpoint implements AutoCloseable {
    /** One request that waits. */
    static final class Held {
        private final String refreshToken;
        private final CompletableFuture<FakeProvider.Script> answer = new CompletableFuture<>();

        private Held(String refreshToken) {
            this.refreshToken = refreshToken;
        }

        /** What it brought. */
        String refreshToken() {
            return refreshToken;
        }

        void tokens(String name) {
            json(
                    200,
                    "{\"access_token\":\"access-%1$s\",\"refresh_token\":\"refresh-%1$s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                            .formatted(name));
        }

        void error(int status, String code) {
            json(status, "{\"error\":\"" + code + "\"}");
        }

        /** Answers 429 and asks for a pause. */
        void tooMany(int seconds) {
            answer.complete(FakeProvider.answer(429, "text/plain", "", "Retry-After: " + seconds));
        }

        /** Closes the connection without an answer. */
        void lost() {
            answer.complete((_, _) -> {});
        }

        private void json(int status, String body) {
            answer.complete(FakeProvider.json(status, body));
        }
    }

    private final BlockingQueue<Held> waiting = new LinkedBlockingQueue<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final FakeProvider server = FakeProvider.start(this::answer);

    URI token() {
        return server.url("/token");
    }

    URI revocation() {
        return server.url("/revoke");
    }

    String authority() {
        return server.authority();
    }

    /** The next request that arrives, in order. */
    Held next() {
        try {
            Held next = waiting.poll(60, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no refresh reached the provider");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The refresh tokens that were ever presented, in order. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** The tokens that were ended. */
    List<String> revoked() {
        return List.copyOf(revoked);
    }

    private void answer(FakeProvider.Request request, OutputStream out) throws IOException, InterruptedException {
        if (request.target().startsWith("/revoke")) {
            revoked.add(parameter(request, "token"));
            FakeProvider.json(200, "{}").answer(request, out);
            return;
        }
        Held held = new Held(parameter(request, "refresh_token"));
        sent.add(held.refreshToken());
        waiting.add(held);
        try {
            held.answer.get().answer(request, out);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String parameter(FakeProvider.Request request, String name) {
        return Arrays.stream(request.body().split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.close();
    }
}
