package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.auth.ntlm.internal.protocol.LogonName;

/**
 * What a login shows, whatever the connection.
 *
 * @param name who logs in
 * @param workstation the name of this machine, or empty
 * @param bindsToChannel whether to bind to the TLS channel where there is one
 */
public record NtlmPlan(LogonName name, String workstation, boolean bindsToChannel) {}
