package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.Asked;
import dev.concierge.sandbox.Asked.Prompt;
import dev.concierge.sandbox.AuthorizeDialect.Reading;
import dev.concierge.sandbox.Challenge;
import dev.concierge.sandbox.http.Parameters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of an authorization request, and ends the reading at the first that is wrong. */
public final class RequestReader {
    private final Parameters parameters;

    public RequestReader(Parameters parameters) {
        this.parameters = parameters;
    }

    /** A parameter is wrong; becomes the error that goes back to the client. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        public Wrong(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }
    }

    /** What {@code asked} makes of the request, or the {@link Wrong} that it ran into. */
    public static Reading read(Supplier<Asked> asked) {
        try {
            return new Reading.Fine(asked.get());
        } catch (Wrong wrong) {
            return new Reading.Refused(wrong.error, String.valueOf(wrong.getMessage()));
        }
    }

    /** The response type must be there and be {@code code}. */
    public void responseTypeIsCode() {
        if (!required("response_type").equals("code")) {
            throw new Wrong("unsupported_response_type", "Only the response type code is served here.");
        }
    }

    public String required(String name) {
        var value = parameters.get(name);
        if (value == null || value.isBlank()) {
            throw new Wrong("invalid_request", "Required parameter is missing: " + name);
        }
        return value;
    }

    /** The value, which must be among these; null when it did not come. */
    public @Nullable String oneOf(String name, Set<String> allowed) {
        var value = parameters.get(name);
        if (value != null && !allowed.contains(value)) {
            throw new Wrong("invalid_request", "Invalid parameter value for " + name + ".");
        }
        return value;
    }

    /** The words of OpenID Connect Core section 3.1.2.1, as far as the provider knows them. */
    public Set<Prompt> prompts(Set<String> known) {
        var prompts = EnumSet.noneOf(Prompt.class);
        for (var word : parameters.get("prompt", "").split(" ", -1)) {
            if (!word.isEmpty() && !known.contains(word)) {
                throw new Wrong("invalid_request", "Invalid parameter value for prompt.");
            }
            switch (word) {
                case "none" -> prompts.add(Prompt.NONE);
                case "consent" -> prompts.add(Prompt.CONSENT);
                case "select_account" -> prompts.add(Prompt.SELECT_ACCOUNT);
                default -> {} // known to the provider, and without effect on the flow
            }
        }
        if (prompts.contains(Prompt.NONE) && prompts.size() > 1) {
            throw new Wrong("invalid_request", "prompt=none stands alone.");
        }
        return prompts;
    }

    /**
     * The challenge of PKCE; without a method it is plain (RFC 7636 section 4.3).
     *
     * @param methods what the provider takes: {@code S256}, {@code plain}
     * @param needed whether a request without one is refused
     */
    public @Nullable Challenge challenge(List<String> methods, boolean needed) {
        var value = parameters.get("code_challenge");
        var method = parameters.get("code_challenge_method");
        if (value == null) {
            if (method != null) {
                throw new Wrong("invalid_request", "code_challenge_method without code_challenge.");
            }
            if (needed) {
                throw new Wrong("invalid_request", "code_challenge is required.");
            }
            return null;
        }
        var name = method == null ? "plain" : method;
        if (!methods.contains(name)) {
            throw new Wrong("invalid_request", "code_challenge_method is " + String.join(" or ", methods) + ".");
        }
        var challenge = new Challenge(value, name.equals("S256") ? Challenge.Method.S256 : Challenge.Method.PLAIN);
        if (!challenge.wellFormed()) {
            throw new Wrong("invalid_request", "code_challenge is malformed.");
        }
        return challenge;
    }
}
