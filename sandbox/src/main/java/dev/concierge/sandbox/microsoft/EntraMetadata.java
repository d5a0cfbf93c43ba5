package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.SigningKeys;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Entra's discovery document and keys (field 9), for each tenant's path. */
final class EntraMetadata {
    private final String base;
    private final String graph;
    private final SigningKeys keys;

    EntraMetadata(String base, String graph, SigningKeys keys) {
        this.base = base;
        this.graph = graph;
        this.keys = keys;
    }

    Answer discovery(Request request) {
        var segment = request.variable("tenant");
        return Tenant.named(segment)
                .map(tenant -> document(segment.toLowerCase(Locale.ROOT), tenant))
                .orElseGet(EntraMetadata::noTenant);
    }

    Answer jwks(Request request) {
        return Tenant.named(request.variable("tenant")).isEmpty()
                ? noTenant()
                : Answer.json(200, keys.publicSet()).with("Cache-Control", "public, max-age=86400");
    }

    private Answer document(String segment, Tenant tenant) {
        var path = base + "/" + segment;
        var document = new LinkedHashMap<String, Object>();
        document.put("token_endpoint", path + "/oauth2/v2.0/token");
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "private_key_jwt"));
        document.put("jwks_uri", path + "/discovery/v2.0/keys");
        document.put("response_modes_supported", List.of("query", "fragment", "form_post"));
        document.put("subject_types_supported", List.of("pairwise"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("response_types_supported", List.of("code"));
        document.put("scopes_supported", List.of("openid", "profile", "email", "offline_access"));
        document.put("issuer", base + "/" + issuerTenant(tenant) + "/v2.0");
        document.put("userinfo_endpoint", graph + "/oidc/userinfo");
        document.put("authorization_endpoint", path + "/oauth2/v2.0/authorize");
        document.put(
                "claims_supported",
                List.of(
                        "sub",
                        "iss",
                        "aud",
                        "exp",
                        "iat",
                        "nonce",
                        "preferred_username",
                        "name",
                        "tid",
                        "ver",
                        "email"));
        return Answer.json(200, document).with("Cache-Control", "public, max-age=86400");
    }

    /** Where accounts of several tenants come in, the issuer holds a placeholder that the token's {@code tid} fills. */
    private static String issuerTenant(Tenant tenant) {
        return switch (tenant) {
            case Tenant.Organization organization -> organization.id();
            case Tenant.Several several ->
                switch (several) {
                    case CONSUMERS -> Tenant.CONSUMERS;
                    case COMMON, ORGANIZATIONS -> "{tenantid}";
                };
        };
    }

    private static Answer noTenant() {
        return Answer.json(400, Map.of("error", "invalid_tenant", "error_description", "AADSTS90002: No such tenant."))
                .outcome("invalid_tenant");
    }
}
