package dev.concierge.server.encryption;

import dev.concierge.server.database.SystemScope;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EncryptionSettings.class)
class EncryptionConfiguration {
    @Bean
    @DependsOn("startupCheck")
    RowCipher rowCipher(EncryptionSettings settings, SystemScope system, Clock clock) throws GeneralSecurityException {
        return new KeyRing(system, clock).open(required("ENCRYPTION_KEY", settings.encryptionKey()));
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
