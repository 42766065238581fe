package dev.mailconnector.auth.oauth2;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a user must do to consent on another device (RFC 8628 section 3.3). Show it as it is; it is
 * the user's alone until the consent is there.
 *
 * @param verificationUri the page to visit, on any device
 * @param userCode the code to type there
 * @param complete the page with the code in it already, for a link or a QR code, or null
 * @param validFor how long the user may take
 */
public record DevicePrompt(
    URI verificationUri, String userCode, @Nullable URI complete, Duration validFor) {}
