package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is taken for an access token, and what is not: B-01 to B-10 and N-03 for the tokens that we sign ourselves. */
@Tag("security")
class AccessTokenTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static People people;
    private static TokenClient client;

    private ECKey ours;
    private Map<String, Object> claims;
    private String good;

    @BeforeAll
    static void start() {
        // Every refusal below counts as an invented token of this network.
        people = People.start(Map.of("concierge.identity.sign-in-burst", "1000"));
        client = TokenClient.at(people);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @BeforeEach
    void signIn() {
        // So that the wrong tokens of the test before have been forgotten.
        people.clock().advance(Duration.ofMinutes(5));
        TokenClient.Answer answer = client.login(people.person());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        good = answer.accessToken();
        ours = people.server().bean(SigningKeys.class).current();
        claims = new LinkedHashMap<>();
        answer.claims()
                .properties()
                .forEach(claim -> claims.put(claim.getKey(), JSON.convertValue(claim.getValue(), Object.class)));
    }

    private String signed(JWSHeader header, Map<String, Object> payload, JWSSigner signer) throws JOSEException {
        JWSObject token = new JWSObject(header, new Payload(JSON.writeValueAsString(payload)));
        token.sign(signer);
        return token.serialize();
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ours.getKeyID());
    }

    /** Signed by our own key, with one claim changed. */
    private String with(String claim, Object value) throws JOSEException {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(claim, value);
        return signed(header().build(), changed, new ECDSASigner(ours));
    }

    private String without(String claim) throws JOSEException {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(claim);
        return signed(header().build(), changed, new ECDSASigner(ours));
    }

    /** Each is refused in the same words as a token of nobody's, and the good one works after it as before. */
    private void refused(String... tokens) {
        String nobodys = client.me("e30.e30.AAAA").neutral();
        assertThat(nobodys).startsWith("401").endsWith("Bearer");
        for (String token : tokens) {
            people.clock().advance(Duration.ofSeconds(3));
            assertThat(client.me(token).neutral()).as(token).isEqualTo(nobodys);
        }
        assertThat(client.me(good).status()).as("the good one").isEqualTo(200);
    }

    @Test
    @DisplayName("the test's own forge makes tokens that are taken when nothing is wrong with them")
    void the_forge_works() throws JOSEException {
        assertThat(client.me(signed(header().build(), claims, new ECDSASigner(ours)))
                        .status())
                .isEqualTo(200);
        assertThat(client.me(with("role", "admin")).json().path("role").asString(""))
                .as("the role is the account's, whatever a token says")
                .isEqualTo("guest");
    }

    @Test
    @DisplayName("B-01 alg none, in its spellings, and no signature")
    void b01_alg_none() {
        List<String> tokens = new ArrayList<>();
        String payload = good.split("\\.", -1)[1];
        for (String alg : List.of("none", "None", "NONE", "nOnE", "", "es256", "ES256 ")) {
            String header = "{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\",\"kid\":\"" + ours.getKeyID() + "\"}";
            tokens.add(encoded(header) + "." + payload + ".");
            tokens.add(encoded(header) + "." + payload + "." + good.split("\\.", -1)[2]);
        }
        tokens.add(encoded("{\"typ\":\"at+jwt\",\"kid\":\"" + ours.getKeyID() + "\"}") + "." + payload + ".");
        tokens.add(good.substring(0, good.lastIndexOf('.') + 1));
        tokens.add(good.substring(0, good.lastIndexOf('.') + 1) + Base64URL.encode(new byte[64]));
        refused(tokens.toArray(String[]::new));
    }

    @Test
    @DisplayName("B-02 our public key as the secret of an HMAC, and other algorithms under the same kid")
    void b02_key_confusion() throws JOSEException {
        JWSHeader hs256 = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ours.getKeyID())
                .build();
        String published = client.send("GET", "/.well-known/jwks.json", "").body();
        refused(
                signed(hs256, claims, new MACSigner(pad(ours.toECPublicKey().getEncoded()))),
                signed(
                        hs256,
                        claims,
                        new MACSigner(pad(ours.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)))),
                signed(hs256, claims, new MACSigner(pad(published.getBytes(StandardCharsets.UTF_8)))),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID(ours.getKeyID())
                                .build(),
                        claims,
                        new RSASSASigner(new RSAKeyGenerator(2048).generate())),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES384)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID(ours.getKeyID())
                                .build(),
                        claims,
                        new ECDSASigner(new ECKeyGenerator(Curve.P_384).generate())));
    }

    @Test
    @DisplayName("B-03 B-04 another audience, several, none; another issuer, ours with a slash, http for https")
    void b03_b04_audience_and_issuer() throws JOSEException {
        String issuer = String.valueOf(claims.get("iss"));
        assertThat(issuer).isEqualTo(people.server().url().toString());
        assertThat(claims.get("aud")).isEqualTo(issuer + "/api");
        refused(
                with("aud", "https://other.example/api"),
                with("aud", List.of(issuer + "/api", "https://other.example")),
                with("aud", List.of()),
                with("aud", 7),
                with("aud", issuer + "/API"),
                without("aud"),
                with("iss", "https://other.example"),
                with("iss", issuer + "/"),
                with("iss", issuer.replace("http:", "https:")),
                without("iss"));
    }

    @Test
    @DisplayName("B-06 keys and addresses in the header, and kids that are paths, SQL, addresses or huge")
    void b06_keys_from_the_header() throws JOSEException {
        ECKey mallorys = new ECKeyGenerator(Curve.P_256).keyID(ours.getKeyID()).generate();
        ECDSASigner signer = new ECDSASigner(mallorys);
        List<String> tokens = new ArrayList<>();
        tokens.add(signed(header().build(), claims, signer));
        tokens.add(signed(header().jwk(mallorys.toPublicJWK()).build(), claims, signer));
        tokens.add(signed(
                header().jwkURL(URI.create("https://evil.example/jwks.json")).build(), claims, signer));
        tokens.add(signed(
                header().x509CertURL(URI.create("https://evil.example/x.pem")).build(), claims, signer));
        for (String kid : List.of(
                "../../../../dev/null",
                "' or '1'='1",
                "https://evil.example/key",
                UUID.randomUUID().toString(),
                ours.getKeyID().toUpperCase(java.util.Locale.ROOT),
                "k".repeat(3000),
                "")) {
            tokens.add(signed(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(kid)
                            .build(),
                    claims,
                    new ECDSASigner(ours)));
        }
        tokens.add(signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims,
                new ECDSASigner(ours)));
        tokens.add("A".repeat(5000) + ".e30.AAAA");
        refused(tokens.toArray(String[]::new));
    }

    @Test
    @DisplayName("B-07 N-03 expired, from the future, and times that are no times")
    void b07_time_claims() throws JOSEException {
        long now = people.clock().instant().getEpochSecond();
        refused(
                with("exp", now - 61),
                with("exp", now - 6),
                with("exp", "tomorrow"),
                with("exp", -1),
                without("exp"),
                with("iat", now + 61),
                with("iat", Map.of()),
                without("iat"),
                with("auth_time", "x"),
                without("auth_time"),
                with("exp", List.of(now + 100)));
    }

    @Test
    @DisplayName("B-10 a token of another type, an ID token, a logout token")
    void b10_types() throws JOSEException {
        List<String> tokens = new ArrayList<>();
        for (String type : List.of("JWT", "jwt", "logout+jwt", "application/at+jwt", "at+jws")) {
            tokens.add(signed(header().type(new JOSEObjectType(type)).build(), claims, new ECDSASigner(ours)));
        }
        tokens.add(signed(header().type(null).build(), claims, new ECDSASigner(ours)));
        refused(tokens.toArray(String[]::new));
    }

    @Test
    @DisplayName("N-03 another subject, another sign-in, another epoch, no sid, claims that are none")
    void n03_claims() throws JOSEException {
        TokenClient.Answer other = client.login(people.person());
        refused(
                with("sub", other.claims().path("sub").asString("")),
                with("sid", other.claims().path("sid").asString("")),
                with("sid", UUID.randomUUID().toString()),
                with("sid", "x"),
                with("sub", "' or 1=1"),
                without("sub"),
                without("sid"),
                without("jti"),
                with("epoch", 1),
                with("epoch", -1),
                with("epoch", "0"),
                without("epoch"),
                with("amr", "pwd"));
    }

    @Test
    @DisplayName("an access token ends after its fifteen minutes, and not before")
    void it_ends_after_fifteen_minutes() {
        people.clock().advance(Duration.ofMinutes(14));
        assertThat(client.me(good).status()).isEqualTo(200);
        people.clock().advance(Duration.ofSeconds(66));
        assertThat(client.me(good).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("N-05 in the query, twice, with a cookie; N-01 invented ones are cut off and a good one goes on")
    void n05_and_floods() {
        assertThat(client.send("GET", "/api/v1/me?access_token=" + good, "").status())
                .isEqualTo(401);
        assertThat(client.send("GET", "/api/v1/me?access_token=x", "", "Authorization", "Bearer " + good)
                        .status())
                .isEqualTo(400);
        people.clock().hold();
        try {
            int last = 0;
            for (int guess = 0; guess < 120 && last != 429; guess++) {
                last = client.me("e30.e30." + "A".repeat(10 + guess)).status();
            }
            assertThat(last).isEqualTo(429);
            assertThat(client.me(good).status()).isEqualTo(200);
        } finally {
            people.clock().release();
        }
    }

    private static byte[] pad(byte[] key) {
        return key.length >= 32 ? key : java.util.Arrays.copyOf(key, 32);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
