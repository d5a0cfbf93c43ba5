package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What belongs to no provider: health, the stylesheet, a first page, and the control API. */
final class House {
    private House() {}

    static Routes routes(Sandbox sandbox) {
        var css = stylesheet();
        var routes = new Routes()
                .add("GET", "/_health", "health", _ -> Answer.json(200, Map.of("status", "healthy")))
                .add(
                        "GET",
                        Html.STYLESHEET,
                        "stylesheet",
                        _ -> Answer.of(200, "text/css; charset=UTF-8", css).with("Cache-Control", "max-age=3600"));
        new Control(sandbox).addTo(routes);
        return routes;
    }

    private static String stylesheet() {
        try (var in = House.class.getResourceAsStream("sandbox.css")) {
            if (in == null) {
                throw new IllegalStateException("sandbox.css is missing from the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
