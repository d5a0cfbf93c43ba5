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
        return back(asked.responseMode(), asked.redirectUri(), parameters, dialect.callbackSuffix())
                .outcome("issued")
                .client(asked.clientId());
    }

    /** @param error the parameters that say what is wrong, {@code error} among them */
    Answer error(Asked asked, Map<String, String> error) {
        return error(asked.clientId(), asked.redirectUri(), asked.state(), asked.responseMode(), error);
    }

    /** The same for a request that could not be read. */
    Answer error(
            String clientId, String redirectUri, @Nullable String state, ResponseMode mode, Map<String, String> error) {
        var parameters = start(state);
        parameters.putAll(error);
        return back(mode, redirectUri, parameters, "")
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

    private Answer back(ResponseMode mode, String uri, Map<String, String> parameters, String suffix) {
        return switch (mode) {
            case QUERY -> redirect(uri + (uri.contains("?") ? "&" : "?") + Parameters.format(parameters) + suffix);
            case FRAGMENT -> redirect(uri + "#" + Parameters.format(parameters));
            case FORM_POST -> FormPostPage.of("Sandbox " + dialect.title(), uri, parameters);
        };
    }

    private static Answer redirect(String location) {
        return Answer.redirect(302, location).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    }
}
