@NullMarked
package io.kanhu.alerting.followup;

import org.jspecify.annotations.NullMarked;
