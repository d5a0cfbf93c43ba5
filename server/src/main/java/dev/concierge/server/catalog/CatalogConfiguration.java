package dev.concierge.server.catalog;

import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogSettings.class)
class CatalogConfiguration {
    /** What the operator named, before anything is fetched. */
    record Named(Collection<Provider> files, List<OidcIssuer> issuers) {}

    @Bean
    Named namedProviders(CatalogSettings settings, ConfigurableEnvironment environment) {
        Collection<Provider> files = new CatalogLoader(settings.production()).load(settings.folder());
        List<OidcIssuer> issuers = OidcIssuers.read(
                OidcIssuers.names(environment),
                environment::getProperty,
                files.stream().map(Provider::id).toList(),
                settings.production());
        return new Named(files, issuers);
    }

    @Bean
    OidcDiscovery oidcDiscovery(Named named, ObjectProvider<Outbound> outbound, Clock clock) {
        return new OidcDiscovery(named.issuers(), named.issuers().isEmpty() ? NO_WAY_OUT : outbound.getObject(), clock);
    }

    /** Where nothing is to be fetched, nothing is needed for it. */
    private static final Outbound NO_WAY_OUT = request -> {
        throw new IllegalStateException("no issuer is named");
    };

    @Bean
    OidcRolling oidcRolling(OidcDiscovery discovery) {
        return new OidcRolling(discovery);
    }

    @Bean
    Catalog catalog(Named named, OidcDiscovery discovery) {
        return new Catalog(named.files(), discovery);
    }

    @Bean
    ScopeCeilings scopeCeilings(CatalogSettings settings) {
        return new ScopeCeilings(settings.ceilings());
    }

    @Bean
    EnvironmentRegistrations environmentRegistrations(
            Named named, ConfigurableEnvironment environment, PublicUrl publicUrl, CatalogSettings settings) {
        return EnvironmentRegistrations.read(
                named.files(), named.issuers(), environment::getProperty, publicUrl, settings.production());
    }

    @Bean
    @Primary
    LayeredRegistrations registrations(
            Catalog catalog, EnvironmentRegistrations environment, StoredRegistrations stored) {
        return new LayeredRegistrations(catalog, environment, stored);
    }
}
