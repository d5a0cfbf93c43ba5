package dev.concierge.server.keystore;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.outbound.HostPort;
import dev.concierge.server.outbound.OwnServers;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** There only when the key store is named: other VAULT_ variables may be those of other programs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TransitSettings.class)
@Conditional(KeyStoreConfiguration.Named.class)
class KeyStoreConfiguration {
    static final class Named implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            return environment.getProperty("concierge.key-store", "").strip().equals("vault")
                    || !environment.getProperty("concierge.transit.key", "").isBlank();
        }
    }

    @Bean
    VaultCalls vaultCalls(TransitSettings settings, OwnServers servers) {
        TransitSettings checked = settings.checked();
        return new VaultCalls(
                servers.only(HostPort.of(checked.server()), checked.caPath(), "VAULT_CACERT"),
                checked.server(),
                checked.namespace());
    }

    @Bean
    VaultSignIn vaultSignIn(TransitSettings settings, VaultCalls calls, Clock clock) {
        String file = settings.secretIdFile();
        if (settings.roleId() != null) {
            Secret given = secret(settings.secretId());
            return new AppRole(
                    calls,
                    clock,
                    secret(settings.roleId()),
                    file == null ? () -> given : () -> VaultSignIn.read("VAULT_SECRET_ID_FILE", file));
        }
        String tokenFile = settings.tokenFile();
        return tokenFile == null
                ? new VaultSignIn.FixedToken(secret(settings.token()))
                : new VaultSignIn.TokenFile(tokenFile);
    }

    @Bean
    VaultTransit vaultTransit(VaultCalls calls, VaultSignIn signIn, TransitSettings settings) {
        return new VaultTransit(calls, signIn, settings);
    }

    @Bean
    @ConditionalOnWebApplication
    TokenTicks tokenTicks(VaultSignIn signIn) {
        return new TokenTicks(signIn);
    }

    private static Secret secret(@Nullable String value) {
        return Secret.of(value == null ? "" : value);
    }
}
