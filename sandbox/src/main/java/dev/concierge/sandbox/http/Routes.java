package dev.concierge.sandbox.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which handler answers which method and path. Filled while starting, read-only after that. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, List<String> pattern, String endpoint, Handler handler) {}

    /** What a request's method and path lead to. */
    public sealed interface Match {
        record Found(String endpoint, Handler handler, Request request) implements Match {}

        record WrongMethod(String endpoint, String allowed) implements Match {}

        record Nowhere() implements Match {}
    }

    /**
     * Adds a route.
     *
     * @param pattern a path; a segment {@code {name}} takes any one segment
     * @param endpoint the name that the ledger and the knobs use for it
     */
    public Routes add(String method, String pattern, String endpoint, Handler handler) {
        routes.add(new Route(method, segments(pattern), endpoint, handler));
        return this;
    }

    /** Finds the route of a request whose path begins with {@code prefix}. */
    public Match match(String prefix, Request request) {
        var path = segments(request.path().substring(prefix.length()));
        var allowed = new TreeSet<String>();
        var endpoint = "";
        for (var route : routes) {
            var variables = variables(route.pattern(), path);
            if (variables != null && route.method().equals(request.method())) {
                return new Match.Found(route.endpoint(), route.handler(), request.with(variables));
            }
            if (variables != null) {
                allowed.add(route.method());
                endpoint = route.endpoint();
            }
        }
        return allowed.isEmpty() ? new Match.Nowhere() : new Match.WrongMethod(endpoint, String.join(", ", allowed));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static @Nullable Map<String, String> variables(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return null;
        }
        var variables = new LinkedHashMap<String, String>();
        for (int i = 0; i < pattern.size(); i++) {
            var expected = pattern.get(i);
            if (expected.startsWith("{")) {
                // a plus sign is itself in a path
                variables.put(
                        expected.substring(1, expected.length() - 1),
                        Parameters.decode(path.get(i).replace("+", "%2B")));
            } else if (!expected.equals(path.get(i))) {
                return null;
            }
        }
        return variables;
    }
}
