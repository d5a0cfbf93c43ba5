package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One person's first sign-in, several times at once, on two nodes. */
@Tag("flow")
class FirstSignInRaceTest {
    private static final int BROWSERS = 6;

    @Test
    @DisplayName("C-10 one new person comes back in six browsers at once, on two nodes")
    void one_new_person_in_several_browsers_at_once_is_one_account() throws Exception {
        try (World world = World.start(
                2, Map.of("concierge.identity.sign-up-burst", "1000", "concierge.identity.sign-in-burst", "1000"))) {
            List<Visitor> browsers = new ArrayList<>();
            List<URI> callbacks = new ArrayList<>();
            for (int i = 0; i < BROWSERS; i++) {
                Visitor visitor = world.visitor();
                browsers.add(visitor);
                callbacks.add(caught(world, visitor));
            }
            CountDownLatch gate = new CountDownLatch(1);
            List<Future<Page>> landings = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < BROWSERS; i++) {
                    Browser browser = browsers.get(i).browser();
                    URI callback = at(world, i % 2, callbacks.get(i));
                    landings.add(threads.submit(() -> {
                        gate.await();
                        return browser.get(
                                callback, Map.of("Host", world.url("/").getAuthority()));
                    }));
                }
                gate.countDown();
                for (Future<Page> landing : landings) {
                    assertThat(landing.get().headers().firstValue("Location")).hasValue("/");
                }
            }
            assertThat(rows(world, "accounts")).isEqualTo(1);
            assertThat(rows(world, "identities")).isEqualTo(1);
            assertThat(rows(world, "sessions")).isEqualTo(BROWSERS);
        }
    }

    private static URI caught(World world, Visitor visitor) {
        Page door = visitor.open("/auth/login/google");
        Page next = visitor.browser().submitOnly(door, "form[action='/auth/login/google']", Map.of());
        String address =
                next.find("a[href^='" + world.sandbox().baseUrl() + "']").attr("href");
        try (var person = new dev.concierge.sandbox.Visitor()) {
            return person.allow(address, Visitor.LINH_WORK).callback();
        }
    }

    /** The same address at a certain node, as a load balancer would send it there. */
    private static URI at(World world, int node, URI callback) {
        return world.node(node).url().resolve(callback.getRawPath() + "?" + callback.getRawQuery());
    }

    private static long rows(World world, String table) {
        return world.database()
                .owner()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }
}
