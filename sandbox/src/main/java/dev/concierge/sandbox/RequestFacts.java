package dev.concierge.sandbox;

import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of a request's parameters; hands the secrets among them to {@link Secrets}. */
final class RequestFacts {
    private RequestFacts() {}

    static Map<String, List<String>> of(Request request, Secrets secrets) {
        var facts = new LinkedHashMap<String, List<String>>();
        add(facts, query(request), secrets);
        if (request.contentType().equals("application/x-www-form-urlencoded")) {
            add(facts, form(request), secrets);
        }
        if (request.contentType().equals("application/json")) {
            add(facts, json(request), secrets);
        }
        request.bearer().ifPresent(token -> {
            secrets.record(Secrets.Kind.ACCESS_TOKEN, token);
            facts.put("authorization", List.of(Secrets.fingerprint(token)));
        });
        request.basic().ifPresent(basic -> {
            secrets.record(Secrets.Kind.CLIENT_SECRET, basic.password());
            facts.put("authorization", List.of("Basic " + basic.user()));
        });
        return facts;
    }

    private static void add(Map<String, List<String>> facts, Parameters parameters, Secrets secrets) {
        for (var name : parameters.names()) {
            var kind = Secrets.ofParameter(name);
            facts.put(
                    name,
                    parameters.all(name).stream()
                            .map(value -> kept(kind, value, secrets))
                            .toList());
        }
    }

    private static String kept(Secrets.@Nullable Kind kind, String value, Secrets secrets) {
        if (kind == null) {
            return value;
        }
        secrets.record(kind, value);
        return Secrets.fingerprint(value);
    }

    /** Unreadable parameters are left out here; the endpoint refuses them. */
    private static Parameters query(Request request) {
        try {
            return request.query();
        } catch (BadRequest _) {
            return Parameters.none();
        }
    }

    private static Parameters form(Request request) {
        try {
            return request.form();
        } catch (BadRequest _) {
            return Parameters.none();
        }
    }

    private static Parameters json(Request request) {
        try {
            return request.jsonMembers();
        } catch (BadRequest _) {
            return Parameters.none();
        }
    }
}
