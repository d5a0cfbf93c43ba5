package dev.concierge.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.TestOutbound;
import dev.concierge.server.support.FakeProvider;
import dev.concierge.server.support.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for a provider's key set, and how often it is asked (attack B-12). The timeouts only end what would hang for ever. */
@Tag("security")
@Timeout(60)
class KeySetsTest {
    private final SettableClock clock = new SettableClock();
    private final FakeProvider fake = FakeProvider.start(FakeProvider.json(200, "{\"keys\":[]}"));
    private final TestOutbound way = TestOutbound.allowing(clock, fake);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Provider provider = Providers.at(fake.url("/")).provider();

    /** The real way out behind a gate, so that a provider can be made to hang for as long as the test likes. */
    private final Outbound gated = request -> {
        calls.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return way.outbound().send(request);
    };

    private final KeySets keySets = new KeySets(gated, clock);

    @AfterEach
    void close() {
        gate.countDown();
        way.close();
        fake.close();
    }

    private RSAKey serving(String keyId) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID(keyId).generate();
        fake.script(FakeProvider.json(200, new JWKSet(key).toString(true)));
        return key;
    }

    private void hangs() {
        gate = new CountDownLatch(1);
    }

    @Test
    void an_old_set_serves_while_the_provider_hangs() throws Exception {
        serving("k1");
        assertThat(keySets.keys(provider, "k1")).isPresent();
        hangs();
        clock.advance(Duration.ofMinutes(61));

        for (int i = 0; i < 20; i++) {
            assertThat(keySets.keys(provider, "k1"))
                    .hasValueSatisfying(
                            keys -> assertThat(keys).extracting(JWK::getKeyID).containsExactly("k1"));
        }
    }

    @Test
    void who_waits_for_the_first_set_takes_what_the_one_fetch_brings() throws Exception {
        hangs();
        fake.script(FakeProvider.answer(500, "text/plain", "down"));
        int callers = 12;
        CountDownLatch begun = new CountDownLatch(callers);
        List<Future<Optional<List<JWK>>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    begun.countDown();
                    return keySets.keys(provider, "k1");
                }));
            }
            begun.await();
            clock.advance(Duration.ofSeconds(8));
            gate.countDown();
        }
        for (Future<Optional<List<JWK>>> answer : answers) {
            assertThat(get(answer)).isEmpty();
        }
        assertThat(calls).hasValue(1);
    }

    private static Optional<List<JWK>> get(Future<Optional<List<JWK>>> answer)
            throws InterruptedException, ExecutionException {
        return answer.get();
    }

    @Test
    void the_first_fetch_does_not_use_up_the_look_for_a_new_key() throws Exception {
        serving("k1");
        assertThat(keySets.keys(provider, "k1")).isPresent();
        serving("k2");

        assertThat(keySets.keys(provider, "k2"))
                .hasValueSatisfying(
                        keys -> assertThat(keys).extracting(JWK::getKeyID).containsExactly("k2"));

        serving("k3");
        assertThat(keySets.keys(provider, "k3"))
                .hasValueSatisfying(
                        keys -> assertThat(keys).extracting(JWK::getKeyID).containsExactly("k2"));
        assertThat(calls).as("one look a minute").hasValue(2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(keySets.keys(provider, "k3"))
                .hasValueSatisfying(
                        keys -> assertThat(keys).extracting(JWK::getKeyID).containsExactly("k3"));
    }
}
