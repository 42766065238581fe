package dev.mailconnector.cli.counterexample;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.util.List;

/** Hides the type in a type argument, where it is public all the same. */
public interface ShowsSdkType {
  List<IAuthenticationResult> results();
}
