package dev.concierge.sandbox.google;

import dev.concierge.sandbox.SigningKeys;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;

/** Google's discovery document and keys (fields 2, 3, 9). */
final class Metadata {
    private final String issuer;
    private final SigningKeys keys;

    Metadata(String issuer, SigningKeys keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    Answer discovery(Request request) {
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + "/o/oauth2/v2/auth");
        document.put("token_endpoint", issuer + "/token");
        document.put("userinfo_endpoint", issuer + "/v1/userinfo");
        document.put("revocation_endpoint", issuer + "/revoke");
        document.put("jwks_uri", issuer + "/oauth2/v3/certs");
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", List.of("query"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("scopes_supported", List.of("openid", "email", "profile"));
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "client_secret_basic"));
        document.put(
                "claims_supported",
                List.of(
                        "aud",
                        "email",
                        "email_verified",
                        "exp",
                        "family_name",
                        "given_name",
                        "iat",
                        "iss",
                        "name",
                        "sub"));
        document.put("code_challenge_methods_supported", List.of("plain", "S256"));
        document.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        document.put("authorization_response_iss_parameter_supported", true);
        return Answer.json(200, document).with("Cache-Control", "public, max-age=3600");
    }

    Answer jwks(Request request) {
        return Answer.json(200, keys.publicSet()).with("Cache-Control", "public, max-age=19800, must-revalidate");
    }
}
