package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Authorization.LoginHint;
import dev.concierge.server.catalog.Authorization.Pkce;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section {@code authorization}. */
final class AuthorizationReader {
    private AuthorizationReader() {}

    static Authorization read(Section section) {
        URI endpoint = section.url("endpoint");
        URI issuer = section.optionalUrl("issuer");
        TenantIssuer tenantIssuer = tenantIssuer(section);
        if (issuer != null && tenantIssuer != null) {
            section.fault("authorization.issuer and authorization.tenantIssuer exclude each other");
        }
        boolean issParameter = section.flag("issParameter", false);
        if (issParameter && issuer == null) {
            section.fault("authorization.issParameter needs authorization.issuer");
        }
        return new Authorization(
                endpoint,
                issuer == null ? null : issuer.toString(),
                section.optionalTexts("issuerAliases"),
                tenantIssuer,
                issParameter,
                section.word("responseMode", ResponseMode.class, ResponseMode.QUERY),
                section.word("pkce", Pkce.class),
                section.text("scopeSeparator", "[ ,]", "a blank or a comma"),
                section.flag("scopeParameter", true),
                parameters(section),
                loginHint(section),
                section.optionalText("codeSuffix", "[!-~]{1,10}", "1 to 10 printable characters"));
    }

    private static @Nullable TenantIssuer tenantIssuer(Section section) {
        String template = section.optionalText("tenantIssuer");
        String claim = section.optionalText("tenantClaim", Formats.PARAMETER, "the name of a claim");
        if ((template == null) != (claim == null)) {
            section.fault("authorization.tenantIssuer and authorization.tenantClaim go together");
        }
        if (template == null || claim == null) {
            return null;
        }
        String tried = template.replaceFirst("\\{tenant}", "tenant");
        if (tried.equals(template) || Urls.read(tried, section.plainHttp()) == null) {
            section.fault("authorization.tenantIssuer is a URL with {tenant} in it once");
        }
        return new TenantIssuer(template, claim);
    }

    private static Map<String, String> parameters(Section section) {
        return section.optionalSection("parameters")
                .map(closing(map -> Formats.parameters(map, "authorization.parameters")))
                .orElse(Map.of());
    }

    private static @Nullable LoginHint loginHint(Section section) {
        String name = section.optionalText("loginHint", Formats.PARAMETER, "the name of a parameter");
        List<String> insteadOf = section.optionalTexts("loginHintInsteadOf");
        if (name == null) {
            if (!insteadOf.isEmpty()) {
                section.fault("authorization.loginHintInsteadOf needs authorization.loginHint");
            }
            return null;
        }
        if (Formats.RESERVED_PARAMETERS.contains(name)) {
            section.fault("authorization.loginHint names a parameter of the protocol itself");
        }
        return new LoginHint(name, insteadOf);
    }
}
