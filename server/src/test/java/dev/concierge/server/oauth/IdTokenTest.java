package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.concierge.server.catalog.Identity;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** ID tokens (OpenID Connect Core sections 2 and 3.1.3.7), attacks B-01 to B-16. */
@Tag("security")
class IdTokenTest {
    private static final RSAKey KEY = rsa("k1");
    private static final RSAKey OTHER = rsa("k2");
    private static final Secret NONCE = Secret.of("n".repeat(43));
    private static final Secret ACCESS = Secret.of("at-1");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, keys(KEY)));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final KeySets keySets = new KeySets(way.outbound(), clock);
    private final IdTokens idTokens = new NimbusIdTokens(keySets, clock);
    private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();

    @BeforeEach
    void honestClaims() {
        long now = clock.instant().getEpochSecond();
        claims.put("iss", Providers.ISSUER);
        claims.put("sub", "1234567890");
        claims.put("aud", Providers.CLIENT);
        claims.put("exp", now + 3600);
        claims.put("iat", now);
        claims.put("nonce", NONCE.reveal());
        claims.put("email", "mara@example.org");
        claims.put("email_verified", true);
    }

    @AfterEach
    void close() {
        way.close();
        fake.close();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keys(RSAKey... keys) {
        return new JWKSet(Arrays.stream(keys)
                        .map(key -> (com.nimbusds.jose.jwk.JWK) key)
                        .toList())
                .toString(true);
    }

    private Provider provider() {
        return Providers.at(fake.url("/")).provider();
    }

    private static JWSHeader header(RSAKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    }

    private String signed(JWSHeader header, RSAKey key) {
        try {
            JWSObject object = new JWSObject(header, new Payload(JSON.writeValueAsString(claims)));
            object.sign(new RSASSASigner(key));
            return object.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token() {
        return signed(header(KEY), KEY);
    }

    private IdTokenOutcome check(String token) {
        return idTokens.check(provider(), Providers.registration(), Secret.of(token), NONCE, ACCESS);
    }

    private void refused(String token, IdTokenFault fault) {
        assertThat(check(token)).isEqualTo(new IdTokenOutcome.Unproven(fault));
    }

    private void refusedWith(String claim, @Nullable Object value, IdTokenFault fault) {
        Object before = claims.get(claim);
        claims.put(claim, value);
        refused(token(), fault);
        claims.put(claim, before);
    }

    private void refusedWithout(String claim, IdTokenFault fault) {
        Object before = claims.remove(claim);
        refused(token(), fault);
        claims.put(claim, before);
    }

    private IdTokenClaims proven() {
        IdTokenOutcome outcome = check(token());
        assertThat(outcome).isInstanceOf(IdTokenOutcome.Proven.class);
        return ((IdTokenOutcome.Proven) outcome).claims();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_honest_token_proves_who_it_is() {
        IdTokenClaims proven = proven();
        assertThat(proven.subject()).isEqualTo("1234567890");
        assertThat(proven.issuer()).isEqualTo(Providers.ISSUER);
        assertThat(proven.email()).isEqualTo("mara@example.org");
        assertThat(proven.emailVerified()).isTrue();
    }

    @Test
    void an_alias_of_the_issuer_is_taken_and_told_as_the_issuer_itself() {
        claims.put("iss", "issuer.example");
        assertThat(proven().issuer()).isEqualTo(Providers.ISSUER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void b_01_no_spelling_of_no_signature_is_taken(String algorithm) {
        String body = part(JSON.writeValueAsString(claims));
        refused(part("{\"alg\":\"" + algorithm + "\"}") + "." + body + ".", IdTokenFault.ALGORITHM);
        refused(part("{\"alg\":\"" + algorithm + "\"}") + "." + body + ".AAAA", IdTokenFault.ALGORITHM);
    }

    @Test
    void b_01_a_missing_algorithm_and_an_empty_signature_are_refused() {
        String body = part(JSON.writeValueAsString(claims));
        refused(part("{}") + "." + body + ".AAAA", IdTokenFault.ALGORITHM);
        String token = token();
        refused(token.substring(0, token.lastIndexOf('.') + 1), IdTokenFault.SIGNATURE);
        refused(token.substring(0, token.lastIndexOf('.')), IdTokenFault.UNREADABLE);
        refused(token.substring(0, token.length() - 6) + "AAAAAA", IdTokenFault.SIGNATURE);
    }

    @Test
    void b_02_a_public_key_used_as_hmac_secret_signs_nothing() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(KEY.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----";
        List<byte[]> secrets = List.of(
                pem.getBytes(StandardCharsets.US_ASCII),
                (pem + "\n").getBytes(StandardCharsets.US_ASCII),
                KEY.toRSAPublicKey().getEncoded(),
                KEY.toRSAPublicKey().getModulus().toByteArray(),
                KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII));
        for (byte[] secret : secrets) {
            JWSObject object = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                    new Payload(JSON.writeValueAsString(claims)));
            object.sign(new MACSigner(secret));
            refused(object.serialize(), IdTokenFault.ALGORITHM);
        }
    }

    @Test
    void b_03_another_or_an_unclear_audience_is_refused() {
        List<Object> wrong = List.of(
                "client-2", "CLIENT-1", 17, List.of(), List.of("client-2"), List.of(Providers.CLIENT, "client-2"));
        wrong.forEach(audience -> refusedWith("aud", audience, IdTokenFault.AUDIENCE));
        refusedWithout("aud", IdTokenFault.AUDIENCE);
        refusedWith("azp", "client-2", IdTokenFault.AUDIENCE);
        claims.remove("azp");
        claims.put("aud", List.of(Providers.CLIENT));
        proven();
        claims.put("aud", List.of(Providers.CLIENT, "client-2"));
        claims.put("azp", Providers.CLIENT);
        proven();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://issuer.example/",
                "http://issuer.example",
                "https://issuer.example/{tenantid}",
                ""
            })
    void b_04_another_issuer_is_refused(String issuer) {
        refusedWith("iss", issuer, IdTokenFault.ISSUER);
        refusedWithout("iss", IdTokenFault.ISSUER);
    }

    @Test
    void b_06_keys_in_the_header_are_neither_used_nor_fetched() throws Exception {
        try (FakeProvider trap = FakeProvider.start(FakeProvider.json(200, keys(OTHER)))) {
            JWSHeader evil = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("k1")
                    .jwkURL(trap.url("/jwks"))
                    .x509CertURL(trap.url("/x5u"))
                    .jwk(OTHER.toPublicJWK())
                    .build();
            refused(signed(evil, OTHER), IdTokenFault.SIGNATURE);
            assertThat(trap.connections()).isZero();
        }
        for (String keyId : List.of("../../dev/null", "' or 1=1 --", "http://127.0.0.1/")) {
            refused(
                    signed(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(keyId)
                                    .build(),
                            OTHER),
                    IdTokenFault.UNKNOWN_KEY);
        }
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k".repeat(1000))
                                .build(),
                        KEY),
                IdTokenFault.UNREADABLE);
    }

    @Test
    void b_07_strange_and_wrong_times_are_refused() {
        long now = clock.instant().getEpochSecond();
        refusedWithout("exp", IdTokenFault.TIME);
        refusedWithout("iat", IdTokenFault.TIME);
        for (Object exp : List.of(now - 61, Long.toString(now + 3600), -5, 0, new BigDecimal("1e400"), 1e300, true)) {
            refusedWith("exp", exp, IdTokenFault.TIME);
        }
        refusedWith("iat", now - 864_000, IdTokenFault.TIME);
        refusedWith("iat", now + 864_000, IdTokenFault.TIME);
        refusedWith("nbf", now + 120, IdTokenFault.TIME);
        refusedWith("nbf", "now", IdTokenFault.TIME);
        claims.remove("nbf");
        claims.put("exp", now - 30);
        claims.put("iat", now - 300);
        proven();
        clock.advance(Duration.ofMinutes(1));
        refused(token(), IdTokenFault.TIME);
    }

    @Test
    void b_08_a_missing_or_foreign_nonce_is_refused() {
        refusedWithout("nonce", IdTokenFault.NONCE);
        refusedWith("nonce", "m".repeat(43), IdTokenFault.NONCE);
        refusedWith("nonce", 17, IdTokenFault.NONCE);
    }

    @Test
    void b_08_a_whole_id_token_that_was_good_once_proves_nobody_in_another_trip() {
        String token = signed(header(KEY), KEY);
        assertThat(check(token)).isInstanceOf(IdTokenOutcome.Proven.class);
        for (String nonce : List.of("o".repeat(43), "", "N".repeat(43))) {
            assertThat(idTokens.check(provider(), Providers.registration(), Secret.of(token), Secret.of(nonce), ACCESS))
                    .isEqualTo(new IdTokenOutcome.Unproven(IdTokenFault.NONCE));
        }
    }

    @Test
    void b_10_other_kinds_of_jwt_are_refused() {
        for (String type : List.of("at+jwt", "logout+jwt", "dpop+jwt", "application/at+jwt")) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("k1")
                    .type(new JOSEObjectType(type))
                    .build();
            refused(signed(header, KEY), IdTokenFault.KIND);
        }
        refusedWith(
                "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()), IdTokenFault.KIND);
        claims.remove("events");
        JWSHeader typed = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .type(JOSEObjectType.JWT)
                .build();
        assertThat(check(signed(typed, KEY))).isInstanceOf(IdTokenOutcome.Proven.class);
    }

    @Test
    void b_12_a_new_key_is_found_by_one_look_and_made_up_ids_flood_nobody() {
        proven();
        fake.script(FakeProvider.json(200, keys(OTHER)));
        assertThat(check(signed(header(OTHER), OTHER))).isInstanceOf(IdTokenOutcome.Proven.class);
        for (int i = 0; i < 200; i++) {
            refused(
                    signed(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID("made-up-" + i)
                                    .build(),
                            OTHER),
                    IdTokenFault.UNKNOWN_KEY);
        }
        assertThat(fake.requests()).hasSize(2);
        refused(token(), IdTokenFault.UNKNOWN_KEY);
    }

    @Test
    void b_12_a_withdrawn_key_ends_with_the_cache_and_a_short_outage_does_not_matter() {
        proven();
        fake.script(FakeProvider.answer(500, "text/plain", "down"));
        clock.advance(Duration.ofMinutes(61));
        honestClaims();
        proven();
        fake.script(FakeProvider.json(200, keys(OTHER)));
        keySets.roll();
        refused(token(), IdTokenFault.UNKNOWN_KEY);
    }

    @Test
    void b_12_a_withdrawn_key_ends_though_nothing_rolls_and_the_provider_is_away() {
        proven();
        fake.script(FakeProvider.answer(500, "text/plain", "down"));
        clock.advance(Duration.ofMinutes(119));
        honestClaims();
        proven();
        clock.advance(Duration.ofMinutes(1));
        refused(token(), IdTokenFault.KEYS_UNAVAILABLE);
    }

    @Test
    void b_12_another_key_under_the_same_id_is_looked_for_once_a_minute() throws Exception {
        proven();
        RSAKey again = new RSAKey.Builder(OTHER).keyID(KEY.getKeyID()).build();
        fake.script(FakeProvider.json(200, keys(again)));

        assertThat(check(signed(header(again), again))).isInstanceOf(IdTokenOutcome.Proven.class);
        assertThat(fake.requests()).hasSize(2);
        for (int i = 0; i < 20; i++) {
            refused(token(), IdTokenFault.SIGNATURE);
        }
        assertThat(fake.requests()).as("forged signatures flood nobody").hasSize(2);
        assertThat(check(signed(header(again), again))).isInstanceOf(IdTokenOutcome.Proven.class);
    }

    @Test
    void a_set_is_fetched_again_before_it_ends_and_only_while_somebody_asks() {
        proven();
        clock.advance(Duration.ofMinutes(49));
        keySets.roll();
        assertThat(fake.requests()).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        keySets.roll();
        keySets.roll();
        assertThat(fake.requests()).hasSize(2);
        clock.advance(Duration.ofDays(2));
        keySets.roll();
        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void keys_that_cannot_be_had_prove_nothing() {
        fake.script(FakeProvider.answer(500, "text/plain", "down"));
        refused(token(), IdTokenFault.KEYS_UNAVAILABLE);
        fake.script(FakeProvider.json(200, "[]"));
        clock.advance(Duration.ofSeconds(3));
        refused(token(), IdTokenFault.KEYS_UNAVAILABLE);
        fake.script(FakeProvider.json(200, keys(KEY)));
        clock.advance(Duration.ofSeconds(3));
        honestClaims();
        proven();
    }

    @Test
    void b_06_a_certificate_in_the_header_and_a_key_id_of_a_megabyte_are_worth_nothing() {
        JWSHeader certificate = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .x509CertChain(List.of(com.nimbusds.jose.util.Base64.encode(new byte[900])))
                .build();
        refused(signed(certificate, OTHER), IdTokenFault.SIGNATURE);
        JWSHeader giant = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k".repeat(1024 * 1024))
                .build();
        refused(signed(giant, OTHER), IdTokenFault.UNREADABLE);
        proven();
    }

    @Test
    void b_15_ten_thousand_claims_are_refused() {
        for (int i = 0; i < 10_000; i++) {
            claims.put("c" + i, i);
        }
        refused(signed(header(KEY), KEY), IdTokenFault.UNREADABLE);
        for (int i = 0; i < 10_000; i++) {
            claims.remove("c" + i);
        }
        proven();
    }

    @Test
    void b_15_unfit_subjects_are_refused() {
        refusedWithout("sub", IdTokenFault.SUBJECT);
        for (Object subject : List.of("", " ", "s".repeat(256), "a\u0000b", "a\nb", "ü", 17)) {
            refusedWith("sub", subject, IdTokenFault.SUBJECT);
        }
        claims.put("sub", "s".repeat(255));
        proven();
    }

    @Test
    void b_15_huge_deep_and_ambiguous_claims_are_refused() {
        refusedWith("x", "y".repeat(2_000_000), IdTokenFault.UNREADABLE);
        Object deep = List.of();
        for (int i = 0; i < 100; i++) {
            deep = List.of(deep);
        }
        refusedWith("x", deep, IdTokenFault.UNREADABLE);
        claims.remove("x");
        String twice = JSON.writeValueAsString(claims).replaceFirst("\\{", "{\"sub\":\"admin\",");
        refused(part("{\"alg\":\"RS256\",\"kid\":\"k1\"}") + "." + part(twice) + ".AAAA", IdTokenFault.UNREADABLE);
    }

    private static String hash(String accessToken) {
        return AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256, null)
                .getValue();
    }

    @Test
    void b_15_a_hash_of_another_access_token_is_refused() {
        claims.put("at_hash", hash("at-1"));
        proven();
        refusedWith("at_hash", hash("at-2"), IdTokenFault.ACCESS_TOKEN);
        refusedWith("at_hash", 17, IdTokenFault.ACCESS_TOKEN);
    }

    @Test
    void c_01_only_a_real_true_verifies_an_address() {
        for (Object value : List.of("true", 1, false, List.of(true))) {
            claims.put("email_verified", value);
            assertThat(proven().emailVerified()).isFalse();
        }
        claims.remove("email_verified");
        assertThat(proven().emailVerified()).isFalse();
    }

    @Test
    void b_16_weak_and_odd_keys_are_left_out_and_the_good_one_still_works() throws Exception {
        List<Map<String, Object>> odd = new ArrayList<>();
        odd.add(Map.of("kty", "oct", "kid", "oct", "k", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"));
        odd.add(Map.of("kty", "RSA", "kid", "private", "n", "AQAB", "e", "AQAB", "d", "AQAB"));
        odd.add(Map.of("kty", "alien", "kid", "alien"));
        odd.add(Map.of("kty", "EC", "kid", "off-curve", "crv", "P-256", "x", "AQ", "y", "AQ"));
        odd.add(with(KEY, "kid", "encrypts", "use", "enc"));
        odd.add(with(KEY, "kid", "exponent-1", "e", "AQ"));
        odd.add(with(KEY, "kid", "small", "n", part("n".repeat(64))));
        odd.add(with(OTHER, "kid", "twin"));
        odd.add(with(KEY, "kid", "twin"));
        odd.add(Map.of());
        odd.add(KEY.toPublicJWK().toJSONObject());
        fake.script(FakeProvider.json(200, JSON.writeValueAsString(Map.of("keys", odd))));
        proven();
        for (String keyId : List.of("encrypts", "twin", "exponent-1", "small", "private")) {
            refused(
                    signed(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(keyId)
                                    .build(),
                            KEY),
                    IdTokenFault.UNKNOWN_KEY);
        }
    }

    private static Map<String, Object> with(RSAKey key, String... members) {
        Map<String, Object> changed = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
        for (int i = 0; i < members.length; i += 2) {
            changed.put(members[i], members[i + 1]);
        }
        return changed;
    }

    @Test
    void b_16_ten_thousand_keys_are_no_key_set() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(Map.of("kty", "alien"));
        }
        many.add(KEY.toPublicJWK().toJSONObject());
        fake.script(FakeProvider.json(200, JSON.writeValueAsString(Map.of("keys", many))));
        refused(token(), IdTokenFault.KEYS_UNAVAILABLE);
    }

    @Test
    void b_16_an_ecdsa_signature_of_zeros_is_refused_and_a_real_one_taken() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        fake.script(FakeProvider.json(200, new JWKSet(key).toString(true)));
        Identity identity = provider().identity();
        Provider ec = Providers.at(fake.url("/"))
                .identity(new Identity(
                        Identity.Source.ID_TOKEN,
                        identity.jwks(),
                        Set.of("ES256"),
                        null,
                        Map.of(),
                        List.of("/sub"),
                        null,
                        null,
                        null,
                        null))
                .provider();
        JWSObject object = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(),
                new Payload(JSON.writeValueAsString(claims)));
        object.sign(new ECDSASigner(key));
        String token = object.serialize();
        assertThat(idTokens.check(ec, Providers.registration(), Secret.of(token), NONCE, ACCESS))
                .isInstanceOf(IdTokenOutcome.Proven.class);
        String zeros = token.substring(0, token.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertThat(idTokens.check(ec, Providers.registration(), Secret.of(zeros), NONCE, ACCESS))
                .isEqualTo(new IdTokenOutcome.Unproven(IdTokenFault.SIGNATURE));
        assertThat(check(token)).isEqualTo(new IdTokenOutcome.Unproven(IdTokenFault.ALGORITHM));
    }

    @Test
    void a_11_an_exchange_whose_id_token_answers_another_trip_proves_nobody() {
        String body = "{\"access_token\":\"at-1\",\"token_type\":\"Bearer\",\"id_token\":\"" + token() + "\"}";
        fake.script((request, out) -> FakeProvider.json(200, request.target().equals("/jwks") ? keys(KEY) : body)
                .answer(request, out));
        TokenEndpoint endpoint = Providers.tokenEndpoint(way.outbound(), idTokens);
        CodeExchange foreign = new CodeExchange(
                Secret.of("c"), Providers.REDIRECT, Secret.of("v".repeat(43)), Secret.of("m".repeat(43)));
        assertThat(endpoint.exchange(provider(), Providers.registration(), foreign))
                .isInstanceOfSatisfying(
                        ExchangeOutcome.Unproven.class,
                        unproven -> assertThat(unproven.fault()).isEqualTo(IdTokenFault.NONCE));
        CodeExchange own = new CodeExchange(Secret.of("c"), Providers.REDIRECT, Secret.of("v".repeat(43)), NONCE);
        assertThat(endpoint.exchange(provider(), Providers.registration(), own))
                .isInstanceOfSatisfying(
                        ExchangeOutcome.Exchanged.class,
                        exchanged -> assertThat(exchanged.claims()).isNotNull());
    }
}
