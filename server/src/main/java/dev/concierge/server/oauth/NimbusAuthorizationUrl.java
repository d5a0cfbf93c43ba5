package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.concierge.server.catalog.Authorization;
import dev.concierge.server.catalog.FreshLogin;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** {@link AuthorizationUrl} by the Nimbus SDK. Parameters of the catalog go in first, so that the protocol's own replace them in any case. */
@Component
final class NimbusAuthorizationUrl implements AuthorizationUrl {
    private static final int LONGEST_HINT = 320;

    /** As long as a session of ours: a login at the provider that is older counts for nothing. */
    private static final Duration OLDEST_LOGIN = Duration.ofDays(30);

    @Override
    public URI build(Provider provider, Registration registration, AuthorizationParameters parameters) {
        Authorization authorization = provider.authorization();
        AuthorizationRequest.Builder request =
                new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(registration.clientId()));
        own(provider, parameters).forEach(request::customParameter);
        if (provider.identity().jwks() != null && parameters.scopes().contains("openid")) {
            request.customParameter("nonce", parameters.nonce().reveal());
        }
        if (authorization.scopeParameter()) {
            request.customParameter("scope", String.join(authorization.scopeSeparator(), parameters.scopes()));
        }
        request.endpointURI(authorization.endpoint())
                .redirectionURI(parameters.redirectUri())
                .state(new State(parameters.state().reveal()));
        switch (authorization.pkce()) {
            case S256, OPTIONAL ->
                request.codeChallenge(new CodeVerifier(parameters.verifier().reveal()), CodeChallengeMethod.S256);
            case REFUSED -> {}
        }
        switch (authorization.responseMode()) {
            case FORM_POST -> request.responseMode(ResponseMode.FORM_POST);
            case QUERY -> {}
        }
        return request.build().toURI();
    }

    /** Without {@code max_age} an issuer need not say when the login was, and an older one would look like one of now (OpenID Connect Core section 3.1.2.1). */
    private static void login(FreshLogin fresh, boolean again, Map<String, String> own) {
        switch (fresh) {
            case PROVED -> own.put("max_age", Long.toString(again ? 0 : OLDEST_LOGIN.toSeconds()));
            case ASKED -> {
                if (again) {
                    own.put("prompt", "login");
                }
            }
            case UNKNOWN -> {}
        }
    }

    /** The parameters of the file, and the hint in the place of those that do not go with it. */
    private static Map<String, String> own(Provider provider, AuthorizationParameters parameters) {
        Authorization authorization = provider.authorization();
        Map<String, String> own = new LinkedHashMap<>(
                parameters.signIn() ? provider.asking().signIn().parameters() : authorization.parameters());
        if (parameters.signIn()) {
            login(provider.asking().signIn().freshLogin(), parameters.again(), own);
        }
        Authorization.LoginHint hint = authorization.loginHint();
        String account = parameters.loginHint();
        if (hint != null && account != null && account.length() <= LONGEST_HINT) {
            hint.insteadOf().forEach(own::remove);
            own.put(hint.parameter(), account);
        }
        return own;
    }
}
