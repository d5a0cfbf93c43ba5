package dev.concierge.server.catalog;

import dev.concierge.server.catalog.Provider.Api;
import dev.concierge.server.catalog.Provider.Authorization;
import dev.concierge.server.catalog.Provider.ClientAuthentication;
import dev.concierge.server.catalog.Provider.Identity;
import dev.concierge.server.catalog.Provider.Pkce;
import dev.concierge.server.catalog.Provider.Refresh;
import dev.concierge.server.catalog.Provider.ResponseMode;
import dev.concierge.server.catalog.Provider.Revocation;
import dev.concierge.server.catalog.Provider.Revocation.Reach;
import dev.concierge.server.catalog.Provider.Revocation.Style;
import dev.concierge.server.catalog.Provider.Scope;
import dev.concierge.server.catalog.Provider.TokenAnswer;
import dev.concierge.server.catalog.Provider.TokenEndpoint;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a provider of one file's map: section after section, in the order of the file format. */
final class ProviderReader {
    /** Path words of the API beside the providers' ids (design, section 7). */
    private static final Set<String> FORBIDDEN_IDS =
            Set.of("providers", "platforms", "status", "health", "integrations", "connect-sessions");

    /** Parameters that the protocol itself sets (RFC 6749, 7636, 9101, OpenID Connect Core); a file may not. */
    static final Set<String> RESERVED_PARAMETERS = Set.of(
            "client_id",
            "client_secret",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "request",
            "request_uri",
            "claims",
            "id_token_hint",
            "iss");

    /** Asymmetric only: with a symmetric one the client secret could sign. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    private static final String ID = "[a-z][a-z0-9-]{1,38}[a-z0-9]";
    private static final String WORD = "[a-z][a-z0-9-]{0,39}";
    private static final String PARAMETER = "[A-Za-z][A-Za-z0-9_.-]{0,39}";
    private static final String MEMBER = "[A-Za-z_][A-Za-z0-9_]{0,39}";

    private final Section file;

    ProviderReader(Section file) {
        this.file = file;
    }

    /** Worthless when faults were added meanwhile. */
    Provider read() {
        String id = file.text("id", ID, "3 to 40 lower-case letters, digits and hyphens");
        if (FORBIDDEN_IDS.contains(id)) {
            file.fault("the id " + id + " is a word of the API");
        }
        String name = file.text("name", ".{1,40}", "at most 40 characters");
        String mark = file.text("mark", WORD, "the name of a picture: lower-case letters, digits and hyphens");
        URI homepage = file.optionalUrl("homepage");
        boolean social = file.flag("social", false);
        Authorization authorization = file.section("authorization")
                .map(closing(ProviderReader::authorization))
                .orElseGet(StandIns::authorization);
        TokenEndpoint token =
                file.section("token").map(closing(ProviderReader::token)).orElseGet(StandIns::token);
        Refresh refresh =
                file.section("refresh").map(closing(ProviderReader::refresh)).orElseGet(StandIns::refresh);
        Revocation revocation = file.section("revocation")
                .map(closing(ProviderReader::revocation))
                .orElseGet(StandIns::revocation);
        Identity identity = file.section("identity")
                .map(closing(section -> identity(section, authorization)))
                .orElseGet(StandIns::identity);
        List<Scope> scopes = scopes();
        List<String> connect = file.section("connect")
                .map(closing(section -> connect(section, scopes)))
                .orElse(List.of());
        Map<String, Api> apis =
                file.optionalSection("apis").map(closing(ProviderReader::apis)).orElse(Map.of());
        ZoneId zone =
                file.optionalSection("quota").map(closing(ProviderReader::zone)).orElse(null);
        file.done();
        return new Provider(
                id,
                name,
                mark,
                homepage,
                social,
                authorization,
                token,
                refresh,
                revocation,
                identity,
                scopes,
                connect,
                apis,
                zone);
    }

    private static <T> Function<Section, T> closing(Function<Section, T> read) {
        return section -> {
            T result = read.apply(section);
            section.done();
            return result;
        };
    }

    private static Authorization authorization(Section section) {
        URI endpoint = section.url("endpoint");
        URI issuer = section.optionalUrl("issuer");
        boolean issParameter = section.flag("issParameter", false);
        if (issParameter && issuer == null) {
            section.fault("authorization.issParameter needs authorization.issuer");
        }
        return new Authorization(
                endpoint,
                issuer == null ? null : issuer.toString(),
                section.optionalTexts("issuerAliases"),
                issParameter,
                section.word("responseMode", ResponseMode.class, ResponseMode.QUERY),
                section.word("pkce", Pkce.class),
                section.text("scopeSeparator", "[ ,]", "a blank or a comma"),
                section.optionalSection("parameters")
                        .map(closing(ProviderReader::parameters))
                        .orElse(Map.of()),
                loginHint(section));
    }

    private static @Nullable String loginHint(Section section) {
        String name = section.optionalText("loginHint", PARAMETER, "the name of a parameter");
        if (name != null && RESERVED_PARAMETERS.contains(name)) {
            section.fault("authorization.loginHint names a parameter of the protocol itself");
        }
        return name;
    }

    private static Map<String, String> parameters(Section section) {
        return section.each((key, value) -> {
            if (RESERVED_PARAMETERS.contains(key)) {
                section.fault(value, "authorization.parameters." + key + " is set by the protocol itself");
            } else if (!key.matches(PARAMETER)) {
                section.fault(value, "authorization.parameters has a name that is no parameter");
            }
            return Optional.of(section.textOf(value, key));
        });
    }

    private static TokenEndpoint token(Section section) {
        return new TokenEndpoint(
                section.url("endpoint"),
                section.word("clientAuthentication", ClientAuthentication.class),
                section.word("answer", TokenAnswer.class, TokenAnswer.JSON));
    }

    private static Refresh refresh(Section section) {
        boolean supported = section.flag("supported");
        OldTokenWord word = section.word("oldRefreshToken", OldTokenWord.class, OldTokenWord.DIES);
        String grace = section.optionalText("grace");
        if ((word == OldTokenWord.GRACE) != (grace != null)) {
            section.fault("refresh.grace is there exactly when refresh.oldRefreshToken is grace");
        }
        return new Refresh(
                supported,
                switch (word) {
                    case STAYS -> new OldRefreshToken.Stays();
                    case DIES -> new OldRefreshToken.Dies();
                    case GRACE -> new OldRefreshToken.Grace(duration(section, String.valueOf(grace)));
                });
    }

    private enum OldTokenWord {
        STAYS,
        GRACE,
        DIES
    }

    private static Duration duration(Section section, String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // the same sentence as for a duration out of range
        }
        section.fault("refresh.grace is a duration of at most a day, such as PT10M");
        return Duration.ZERO;
    }

    private static Revocation revocation(Section section) {
        Style style = section.word("style", Style.class);
        URI endpoint = section.optionalUrl("endpoint");
        if ((style == Style.NONE) != (endpoint == null)) {
            section.fault("revocation.endpoint is there exactly when revocation.style is not none");
        }
        Reach reach = section.word("reach", Reach.class, Reach.TOKEN);
        return new Revocation(style, endpoint, reach, section.optionalUrl("byHand"));
    }

    private static Identity identity(Section section, Authorization authorization) {
        URI jwks = section.optionalUrl("jwks");
        Set<String> algorithms = new LinkedHashSet<>(section.optionalTexts("algorithms"));
        if (!ALGORITHMS.containsAll(algorithms)) {
            section.fault("identity.algorithms names an algorithm that is not asymmetric");
        }
        if ((jwks == null) != algorithms.isEmpty()) {
            section.fault("identity.jwks and identity.algorithms go together");
        }
        if (jwks != null && authorization.issuer() == null) {
            section.fault("identity.jwks needs authorization.issuer");
        }
        URI userinfo = section.optionalUrl("userinfo");
        if (jwks == null && userinfo == null) {
            section.fault("identity needs jwks or userinfo");
        }
        return new Identity(
                jwks,
                algorithms,
                userinfo,
                section.text("subject", MEMBER, "the name of a member"),
                section.optionalText("label", MEMBER, "the name of a member"),
                section.optionalText("name", MEMBER, "the name of a member"));
    }

    private List<Scope> scopes() {
        Set<String> names = new HashSet<>();
        List<Section> sections = file.sections("scopes");
        return sections.stream()
                .map(closing(section -> {
                    Scope scope = scope(section);
                    if (!names.add(scope.name()) || !scope.aliases().stream().allMatch(names::add)) {
                        section.fault("the scope " + scope.name() + " or an alias of it is there twice");
                    }
                    return scope;
                }))
                .toList();
    }

    private static Scope scope(Section section) {
        String name = section.text("name", "[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}", "a scope of RFC 6749 section 3.3");
        return new Scope(
                name,
                section.optionalTexts("aliases"),
                section.word("class", ScopeClass.class),
                section.text("feature", WORD, "lower-case letters, digits and hyphens"),
                section.text("title", ".{3,80}", "3 to 80 characters"),
                section.text("description", ".{3,200}", "3 to 200 characters"));
    }

    private static List<String> connect(Section section, List<Scope> scopes) {
        List<String> names = section.texts("scopes");
        if (names.isEmpty()) {
            section.fault("connect.scopes asks for nothing");
        }
        for (String name : names) {
            if (scopes.stream().noneMatch(scope -> scope.name().equals(name))) {
                section.fault("connect.scopes asks for " + name + ", which scopes does not describe");
            }
        }
        return List.copyOf(new LinkedHashSet<>(names));
    }

    private static Map<String, Api> apis(Section section) {
        return section.each((key, value) -> {
            if (!key.matches(WORD)) {
                section.fault(value, "apis has a name that is not lower-case letters, digits and hyphens");
            }
            return section.sectionOf(value, "apis." + key).map(closing(api -> {
                URI baseUrl = api.url("baseUrl");
                if (baseUrl.getRawPath().endsWith("/")) {
                    api.fault("apis." + key + ".baseUrl ends with a slash");
                }
                return new Api(baseUrl);
            }));
        });
    }

    private static ZoneId zone(Section section) {
        String text = section.text("timeZone");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            section.fault("quota.timeZone is no time zone");
            return ZoneOffset.UTC;
        }
    }

    /** What a missing section is read as; the missing is a fault already. */
    private static final class StandIns {
        private static final URI URL = URI.create("https://invalid");

        static Authorization authorization() {
            return new Authorization(
                    URL, "https://invalid", List.of(), false, ResponseMode.QUERY, Pkce.S256, " ", Map.of(), null);
        }

        static TokenEndpoint token() {
            return new TokenEndpoint(URL, ClientAuthentication.CLIENT_SECRET_POST, TokenAnswer.JSON);
        }

        static Refresh refresh() {
            return new Refresh(false, new OldRefreshToken.Dies());
        }

        static Revocation revocation() {
            return new Revocation(Style.NONE, null, Reach.TOKEN, null);
        }

        static Identity identity() {
            return new Identity(null, Set.of(), URL, "sub", null, null);
        }
    }
}
