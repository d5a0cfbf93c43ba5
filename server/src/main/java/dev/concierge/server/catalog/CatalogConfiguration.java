package dev.concierge.server.catalog;

import dev.concierge.server.web.PublicUrl;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogSettings.class)
class CatalogConfiguration {
    @Bean
    Catalog catalog(CatalogSettings settings) {
        return new CatalogLoader(settings.production()).load(settings.folder());
    }

    @Bean
    ScopeCeilings scopeCeilings(CatalogSettings settings) {
        return new ScopeCeilings(settings.ceilings());
    }

    @Bean
    Registrations registrations(
            Catalog catalog, Environment environment, PublicUrl publicUrl, CatalogSettings settings) {
        return EnvironmentRegistrations.read(catalog, environment::getProperty, publicUrl, settings.production());
    }
}
