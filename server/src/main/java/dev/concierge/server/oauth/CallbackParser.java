package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One callback. The order of the checks is the order of trust: shape first, then whose request it answers, then what it says. */
final class CallbackParser {
    private static final Set<String> TOKENS = Set.of("access_token", "id_token", "refresh_token", "token_type");
    private static final Set<String> OURS =
            Set.of("state", "code", "iss", "error", "error_description", "error_uri", "response");
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST_CODE = 4096;

    private final Provider provider;
    private final Map<String, List<String>> parameters;

    CallbackParser(Provider provider, Map<String, List<String>> parameters) {
        this.provider = provider;
        this.parameters = parameters;
    }

    Callback parse() {
        if (OURS.stream()
                .anyMatch(name -> parameters.getOrDefault(name, List.of()).size() > 1)) {
            return new Callback.Refused(Callback.Fault.DUPLICATE);
        }
        if (TOKENS.stream().anyMatch(parameters::containsKey) || parameters.containsKey("response")) {
            return new Callback.Refused(Callback.Fault.TOKEN_IN_FRONT_CHANNEL);
        }
        String state = value("state");
        if (state == null || !STATE.matcher(state).matches()) {
            return new Callback.Refused(Callback.Fault.STATE);
        }
        if (!fromIssuer(value("iss"))) {
            return new Callback.Refused(Callback.Fault.ISSUER);
        }
        return content(Secret.of(state));
    }

    /** Exact comparison (RFC 9207 section 2.4): no trailing slash, no other case. One that was not announced is checked all the same. */
    private boolean fromIssuer(@Nullable String iss) {
        if (iss == null) {
            return !provider.authorization().issParameter();
        }
        return provider.authorization().issuer() == null
                ? provider.authorization().issuedBy(iss)
                : iss.equals(provider.authorization().issuer());
    }

    private Callback content(Secret state) {
        String code = code();
        String error = value("error");
        if ((code == null) == (error == null)) {
            return new Callback.Refused(Callback.Fault.FORM);
        }
        if (error != null) {
            return failed(state, error);
        }
        if (code == null || code.isEmpty() || code.length() > LONGEST_CODE || !printable(code)) {
            return new Callback.Refused(Callback.Fault.FORM);
        }
        return new Callback.Code(state, Secret.of(code));
    }

    private Callback failed(Secret state, String error) {
        OAuthError told = ErrorAnswers.ofCallback(provider, error, value("error_subcode"), value("error_description"));
        return told.cause().filter(Cause.DENIED::equals).isPresent()
                ? new Callback.Denied(state)
                : new Callback.Failed(state, told);
    }

    /** Without what the provider hangs behind codes. */
    private @Nullable String code() {
        String code = value("code");
        String suffix = provider.authorization().codeSuffix();
        return code != null && suffix != null && code.endsWith(suffix)
                ? code.substring(0, code.length() - suffix.length())
                : code;
    }

    /** RFC 6749 appendix A.11: a code is VSCHAR. */
    private static boolean printable(String code) {
        return code.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    private @Nullable String value(String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
