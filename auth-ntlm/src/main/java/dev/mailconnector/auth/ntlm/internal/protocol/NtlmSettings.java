package dev.mailconnector.auth.ntlm.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What an exchange shows of the client and of the connection it runs over.
 *
 * @param name who logs in
 * @param workstation the name of this machine, or empty
 * @param targetName the service principal name of the server, such as {@code SMTPSVC/mail.corp};
 *     null says nothing of it
 * @param channelBindings {@link ChannelBindingHash}; null says nothing of it
 */
public record NtlmSettings(
    LogonName name,
    String workstation,
    @Nullable String targetName,
    byte @Nullable [] channelBindings) {}
