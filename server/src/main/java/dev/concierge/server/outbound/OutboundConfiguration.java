package dev.concierge.server.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboundSettings.class)
class OutboundConfiguration {
    @Bean(destroyMethod = "close")
    HttpOutbound outbound(OutboundSettings settings, Clock clock, ObjectProvider<MeterRegistry> meters) {
        return new HttpOutbound(settings, clock, meters.getIfAvailable(), InetAddress::getAllByName);
    }

    @Bean(destroyMethod = "close")
    OwnServers ownServers(OutboundSettings settings, Clock clock, ObjectProvider<MeterRegistry> meters) {
        return new OwnServers(settings, clock, meters.getIfAvailable());
    }

    @Bean
    TrustedTls trustedTls(OutboundSettings settings) {
        return new TrustedTls(Trust.context(settings.trustedCaFile()));
    }
}
