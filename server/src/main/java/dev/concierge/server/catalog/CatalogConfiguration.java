package dev.concierge.server.catalog;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogSettings.class)
class CatalogConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CatalogConfiguration.class);

    /** What the operator named, before anything is fetched. */
    record Named(Collection<Provider> files, List<OidcIssuer> issuers) {}

    @Bean
    Named namedProviders(CatalogSettings settings, ConfigurableEnvironment environment) {
        Collection<Provider> files = new CatalogLoader(settings.production())
                .load(settings.folder()).stream()
                        .map(provider -> Tenants.of(provider, environment::getProperty))
                        .toList();
        refusePrivate(files, environment.getProperty("concierge.outbound.allowed-private-hosts", ""));
        List<OidcIssuer> issuers = OidcIssuers.read(
                OidcIssuers.names(environment),
                environment::getProperty,
                files.stream().map(Provider::id).toList(),
                settings.production());
        return new Named(files, issuers);
    }

    /** Calls to such a host would be refused one by one; here the operator learns it at the start. */
    private static void refusePrivate(Collection<Provider> providers, String allowed) {
        Set<String> hosts =
                Arrays.stream(allowed.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        List<String> faults = providers.stream()
                .flatMap(provider -> provider.allowedHosts().stream()
                        .filter(host -> host.isPrivateAsWritten() && !hosts.contains(host.toString()))
                        .map(host -> provider.id() + ": " + host + " is private and not in ALLOWED_PRIVATE_HOSTS"))
                .toList();
        if (!faults.isEmpty()) {
            throw new CatalogException(faults);
        }
    }

    @Bean
    OidcDiscovery oidcDiscovery(
            Named named, ObjectProvider<Outbound> outbound, ObjectProvider<AuditTrail> audit, Clock clock) {
        named.issuers().stream()
                .filter(issuer -> !issuer.pkce())
                .forEach(issuer -> log.warn("{}: the operator switched PKCE off", issuer.id()));
        return new OidcDiscovery(
                named.issuers(),
                named.issuers().isEmpty() ? NO_WAY_OUT : outbound.getObject(),
                (provider, taken, detail) -> audit.getObject().recordAlone(changed(provider, taken, detail)),
                clock);
    }

    private static AuditEvent changed(String provider, boolean taken, String detail) {
        AuditEvent event = taken
                ? AuditEvent.done(null, "system", "provider.discovery", "provider:" + provider)
                : AuditEvent.refused(null, "system", "provider.discovery", "provider:" + provider, "foreign_host");
        return event.with("detail", detail);
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
