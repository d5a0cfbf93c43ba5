package dev.concierge.server.encryption;

import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EncryptionSettings.class)
class EncryptionConfiguration {
    @Bean
    @DependsOn("startupCheck")
    KeyRing keyRing(EncryptionSettings settings, SystemScope system, Clock clock) throws GeneralSecurityException {
        return KeyRing.open(system, clock, required("ENCRYPTION_KEY", settings.encryptionKey()));
    }

    @Bean
    RowCipher rowCipher(KeyRing ring) {
        return new RowCipher(ring);
    }

    /** Commands hold the keys too briefly to count as a node. */
    @Bean
    @ConditionalOnWebApplication
    KeyRingWatch keyRingWatch(KeyRing ring, Ids ids) {
        return new KeyRingWatch(ring, ids);
    }

    @Bean
    Signer signer(EncryptionSettings settings) {
        return new Signer(MasterKeys.hmac(required("SECRET_KEY", settings.secretKey())));
    }

    @Bean
    RandomSecrets randomSecrets() {
        return new RandomSecrets();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    name + " is missing. Make one with concierge keys generate, and give it as " + name + " or " + name
                            + "_FILE.");
        }
        return value;
    }
}
