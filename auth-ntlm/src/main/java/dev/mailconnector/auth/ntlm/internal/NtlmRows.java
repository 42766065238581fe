package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** What NTLM means when it says no. */
public final class NtlmRows {
  public static final Diagnosis REFUSED =
      new Diagnosis(
          "ntlm-refused",
          "NTLM does not say why. User, domain or password is wrong; or the account is"
              + " locked, disabled, expired or may not log on from here; or the server requires"
              + " Extended Protection.",
          "Check user, auth.domain and auth.password. Every attempt counts towards the"
              + " account's lock-out, so ask the domain's administrator before trying again: the"
              + " security log of the server or its domain controller (event 4625) has the"
              + " reason.",
          Whom.MAIL_SERVER,
          "MS-NLMP; MS-SMTPNTLM; learn.microsoft.com, Set-ReceiveConnector");

  /** All of them. */
  public static final List<Diagnosis> ALL = List.of(REFUSED);

  private NtlmRows() {}
}
