package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Identity.Source;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code identity}. */
final class IdentityReader {
    /** Asymmetric only: with a symmetric one the client secret could sign. */
    static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    private IdentityReader() {}

    static Identity read(Section section, Authorization authorization) {
        URI jwks = section.optionalUrl("jwks");
        Set<String> algorithms = algorithms(section, jwks, authorization);
        URI userinfo = section.optionalUrl("userinfo");
        Source source = section.word("source", Source.class, jwks == null ? Source.PROFILE : Source.ID_TOKEN);
        if (source == Source.ID_TOKEN && jwks == null) {
            section.fault("identity.source id_token needs identity.jwks");
        }
        if (source == Source.PROFILE && userinfo == null) {
            section.fault("identity needs jwks or userinfo");
        }
        String called = section.optionalText("called", ChoiceReader.NOUN, ChoiceReader.NOUN_RULE);
        List<String> subject =
                source == Source.NONE ? List.of() : Formats.pointers(section, "subject", section.oneOrMore("subject"));
        return new Identity(
                source,
                jwks,
                algorithms,
                userinfo,
                section.optionalSection("userinfoQuery")
                        .map(closing(map -> Formats.parameters(map, "identity.userinfoQuery")))
                        .orElse(Map.of()),
                subject,
                Formats.pointer(section, "label"),
                Formats.pointer(section, "name"),
                Formats.pointer(section, "picture"),
                section.optionalText("emailVerified", Formats.PARAMETER, "the name of a claim"),
                called == null ? Identity.ACCOUNT : called);
    }

    private static Set<String> algorithms(
            Section section, @org.jspecify.annotations.Nullable URI jwks, Authorization authorization) {
        Set<String> algorithms = new LinkedHashSet<>(section.optionalTexts("algorithms"));
        if (!ALGORITHMS.containsAll(algorithms)) {
            section.fault("identity.algorithms names an algorithm that is not asymmetric");
        }
        if ((jwks == null) != algorithms.isEmpty()) {
            section.fault("identity.jwks and identity.algorithms go together");
        }
        if (jwks != null && authorization.issuer() == null && authorization.tenantIssuer() == null) {
            section.fault("identity.jwks needs authorization.issuer");
        }
        return algorithms;
    }
}
