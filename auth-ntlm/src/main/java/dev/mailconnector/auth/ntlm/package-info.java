/**
 * Logins by NTLM: {@link dev.mailconnector.auth.ntlm.NtlmLogin} is the entry; in a configuration it
 * is {@code auth.type: ntlm}. NTLMv2 only, with message integrity and channel binding; what an
 * Exchange server of a company network wants.
 */
@NullMarked
package dev.mailconnector.auth.ntlm;

import org.jspecify.annotations.NullMarked;
