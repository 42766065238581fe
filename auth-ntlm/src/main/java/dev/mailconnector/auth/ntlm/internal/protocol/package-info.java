/**
 * NTLM as [MS-NLMP] writes it, in its second version only: one file per message, one per
 * computation. {@link dev.mailconnector.auth.ntlm.internal.protocol.NtlmExchange} is the entry; it
 * knows no SMTP and no HTTP. Not for use from outside this module.
 */
@NullMarked
package dev.mailconnector.auth.ntlm.internal.protocol;

import org.jspecify.annotations.NullMarked;
