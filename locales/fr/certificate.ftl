### Certificats : deux signatures, treize champs, et ce qui s'y oppose.

## Ce qui s'oppose à un certificat

violation-certificate-parcel-gone = Le lot { $parcel } n'existe plus : il a été transformé, ou il est parti sous un autre certificat.
violation-certificate-parcel-not-held = Le lot { $parcel } n'est plus détenu par l'exportateur.
violation-certificate-parcel-elsewhere = Le lot { $parcel } ne fait plus partie de cette expédition.
violation-certificate-seal-missing = Le lot { $parcel } a perdu son scellé { $seal } : il a été ouvert après la préparation de l'expédition.
violation-certificate-seal-other = Le lot { $parcel } porte le scellé { $found } et non { $seal } comme à la préparation de l'expédition.
violation-certificate-weight-changed = Le lot { $parcel } pèse maintenant { $is } et non { $was } comme à la préparation de l'expédition.
violation-certificate-stones-changed = Le lot { $parcel } compte maintenant { $is } pierres et non { $was } comme à la préparation de l'expédition.
violation-certificate-parcel-test = Le lot { $parcel } est un lot d'essai dans une expédition réelle, ou un lot réel dans un essai.
violation-certificate-licence-missing = La licence de l'exportateur ne figure pas au registre.
violation-certificate-licence-not-valid = La licence { $number } de l'exportateur n'est pas valable le { $on }.
violation-certificate-licence-other = La licence { $number } ne permet pas à cet exportateur d'exporter.
violation-certificate-correction-pending = Une correction du relevé de production du lot { $parcel } a été demandée. Elle doit être tranchée d'abord.
violation-certificate-origin-incomplete = Seuls { $traced } sur { $mass } peuvent être suivis jusqu'à une écriture du registre.
violation-certificate-destination-own = L'expédition ne quitte pas le pays.
violation-certificate-totals-differ = Les totaux de l'expédition ne concordent pas avec ses lots et ses lignes.
violation-certificate-test = Ceci est une expédition d'essai. Ses pierres ne sont pas réelles et aucun certificat ne peut être délivré.
violation-certificate-unestablished = La provenance de { $mass } n'est pas établie. Dites pourquoi un certificat peut tout de même être délivré ; la raison est imprimée et rapportée.
violation-certificate-expiry-late = Un certificat est valable 60 jours au plus. Le dernier jour possible est le { $latest }.
violation-certificate-expiry-past = Le dernier jour de validité, le { $on }, est passé. Choisissez aujourd'hui ou un jour ultérieur.
violation-certificate-same-person = Vous avez signé cette expédition en premier, ou votre compte porte le nom de l'agent qui l'a fait. Une autre personne doit l'approuver. Si deux personnes portent le même nom, demandez à l'administrateur de les distinguer dans leurs comptes.
violation-certificate-issued = Quelqu'un vous a précédé : le certificat { $number } a déjà été délivré pour cette expédition.
violation-certificate-void = Le certificat { $number } est déjà annulé. C'est définitif.
