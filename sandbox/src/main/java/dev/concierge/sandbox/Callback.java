package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The redirect back to the client, good or bad; RFC 6749 section 4.1.2 and RFC 9207. */
final class Callback {
    private final AuthorizeDialect dialect;
    private final KnobBoard knobs;

    Callback(AuthorizeDialect dialect, KnobBoard knobs) {
        this.dialect = dialect;
        this.knobs = knobs;
    }

    Answer code(Asked asked, Code code, Map<String, String> more) {
        var parameters = start(asked.state());
        parameters.put("code", code.value());
        parameters.putAll(more);
        return redirect(asked.redirectUri(), parameters).outcome("issued").client(asked.clientId());
    }

    /** @param error the parameters that say what is wrong, {@code error} among them */
    Answer error(String clientId, String redirectUri, @Nullable String state, Map<String, String> error) {
        var parameters = start(state);
        parameters.putAll(error);
        return redirect(redirectUri, parameters)
                .outcome(error.getOrDefault("error", "error"))
                .client(clientId);
    }

    private Map<String, String> start(@Nullable String state) {
        var parameters = new LinkedHashMap<String, String>();
        if (state != null) {
            parameters.put("state", state);
        }
        var issuer = dialect.issuer();
        if (issuer != null && !knobs.get(Knobs.OMIT_ISS)) {
            var wrong = knobs.get(Knobs.WRONG_ISS);
            parameters.put("iss", wrong.isEmpty() ? issuer : wrong);
        }
        return parameters;
    }

    private static Answer redirect(String uri, Map<String, String> parameters) {
        var separator = uri.contains("?") ? "&" : "?";
        return Answer.redirect(302, uri + separator + Parameters.format(parameters))
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer");
    }
}
