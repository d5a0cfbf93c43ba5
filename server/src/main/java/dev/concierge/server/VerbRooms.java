package dev.concierge.server;

import java.time.Clock;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The rooms that a verb works with: without the web, quiet, and each made when it is asked for, so that a verb needs the settings of those alone that it
 * uses (whoever restores keys from escrow has no {@code ENCRYPTION_KEY}).
 */
final class VerbRooms {
    private static final String NO_SEALING = "--concierge.audit.seal-every=0s";

    private VerbRooms() {}

    /** Some, as the class scans for them. */
    static ConfigurableApplicationContext of(Class<?> scan) {
        return quiet(scan)
                .initializers(
                        (GenericApplicationContext fresh) -> fresh.registerBean("clock", Clock.class, Clock::systemUTC))
                .run(NO_SEALING);
    }

    /** All of the server's, for what later rooms hear of. None of them runs a lane or listens here. */
    static ConfigurableApplicationContext all() {
        return quiet(ConciergeServer.class).run("--concierge.lanes=none", NO_SEALING);
    }

    private static SpringApplicationBuilder quiet(Class<?> source) {
        return new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(Map.of("logging.level.root", "error"));
    }

    /** Accounts and what they stand on; signing in through providers needs rooms that are not here. */
    @ImportAutoConfiguration(JacksonAutoConfiguration.class)
    @ConfigurationPropertiesScan({
        "dev.concierge.server.database",
        "dev.concierge.server.encryption",
        "dev.concierge.server.identity"
    })
    @ComponentScan(
            basePackages = {
                "dev.concierge.server.database",
                "dev.concierge.server.encryption",
                "dev.concierge.server.outbound",
                "dev.concierge.server.keystore",
                "dev.concierge.server.audit",
                "dev.concierge.server.limits",
                "dev.concierge.server.identity"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.web\\..*"))
    static class Accounts {}
}
