@NullMarked
package io.kanhu.alerting.outage;

import org.jspecify.annotations.NullMarked;
