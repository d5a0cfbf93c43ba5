package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Secrets.Kind;
import dev.concierge.sandbox.google.GoogleWorld;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class LedgerTest {
    private final GoogleWorld world = new GoogleWorld();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void every_request_has_an_entry_in_order_of_arrival() {
        world.tokens();
        Http.get(world.google + "/nowhere");

        var entries = world.sandbox.ledger().entries();
        assertThat(entries)
                .extracting(each -> each.endpoint() + " " + each.method() + " " + each.outcome())
                .containsExactly(
                        "authorize GET to_account_page",
                        "account GET account_page",
                        "account POST to_consent_page",
                        "consent GET consent_page",
                        "consent POST issued",
                        "token POST issued",
                        "unknown GET not_found");
        assertThat(entries).extracting(LedgerEntry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(entries).allMatch(each -> each.answer() == LedgerEntry.Delivery.SENT);
        assertThat(entries)
                .allMatch(each -> each.at().equals(world.sandbox.clock().instant()));
        assertThat(entries.get(5).clientId()).isEqualTo(GoogleWorld.CLIENT);
        assertThat(entries.get(5).path()).isEqualTo("/google/token");
        assertThat(entries.get(5).status()).isEqualTo(200);
    }

    @Test
    void parameters_are_kept_and_secrets_among_them_only_as_fingerprints() {
        var tokens = world.tokens();
        world.refresh(tokens.text("refresh_token"));
        world.events(tokens.text("access_token"), "");

        var ledger = world.sandbox.ledger();
        var authorize = ledger.entries("google", "authorize").getFirst().parameters();
        assertThat(authorize.get("access_type")).containsExactly("offline");
        assertThat(authorize.get("state")).containsExactly(Secrets.fingerprint("state-of-the-test"));
        assertThat(ledger.entries("google", "token").getLast().parameters().get("refresh_token"))
                .containsExactly(Secrets.fingerprint(tokens.text("refresh_token")));
        assertThat(ledger.entries("google", "events").getFirst().parameters().get("authorization"))
                .containsExactly(Secrets.fingerprint(tokens.text("access_token")));
        var text = ledger.entries().toString();
        for (var secret : world.sandbox.secrets().all()) {
            assertThat(text).doesNotContain(secret.value());
        }
    }

    @Test
    void every_secret_made_or_sent_is_known_for_a_leak_search() {
        var code = world.code();
        var tokens = world.token(world.exchange(code));
        world.events("ya29.sent-by-somebody", "");

        assertThat(world.sandbox.secrets().all())
                .extracting(each -> each.kind() + " " + each.value())
                .contains(
                        Kind.STATE + " state-of-the-test",
                        Kind.NONCE + " nonce-of-the-test",
                        Kind.CODE + " " + code,
                        Kind.CODE_VERIFIER + " " + GoogleWorld.VERIFIER,
                        Kind.CLIENT_SECRET + " " + GoogleWorld.SECRET,
                        Kind.ACCESS_TOKEN + " " + tokens.text("access_token"),
                        Kind.ACCESS_TOKEN + " ya29.sent-by-somebody",
                        Kind.REFRESH_TOKEN + " " + tokens.text("refresh_token"),
                        Kind.ID_TOKEN + " " + tokens.text("id_token"));
    }

    @Test
    void five_hundred_at_once_are_counted_exactly() {
        var token = world.tokens("scope", GoogleWorld.READ_EVENTS).text("refresh_token");
        world.sandbox.ledger().clear();
        var good = Http.formRequest(world.google + "/token", world.renewal(token));
        var bad = Http.formRequest(world.google + "/token", world.renewal("1//wrong"));

        var replies = IntStream.range(0, 500)
                .mapToObj(i -> Http.later(i % 5 == 0 ? bad : good))
                .toList();
        long served =
                replies.stream().filter(reply -> reply.join().status() == 200).count();

        assertThat(served).isEqualTo(400);
        assertThat(world.count("token", "refreshed")).isEqualTo(400);
        assertThat(world.count("token", "invalid_grant")).isEqualTo(100);
        var entries = world.sandbox.ledger().entries("google", "token");
        assertThat(entries).hasSize(500);
        assertThat(entries.stream().mapToLong(LedgerEntry::sequence).distinct().sum())
                .isEqualTo(LongStream.rangeClosed(
                                entries.getFirst().sequence(), entries.getLast().sequence())
                        .sum());
    }

    @Test
    void counts_are_by_provider_endpoint_and_outcome_and_can_be_cleared() {
        world.tokens();
        assertThat(world.sandbox.ledger().counts().get("google"))
                .extractingByKey("token")
                .isEqualTo(Map.of("issued", 1L));

        world.sandbox.ledger().clear();
        assertThat(world.sandbox.ledger().counts()).isEmpty();
        assertThat(world.sandbox.ledger().entries()).isEmpty();
    }
}
