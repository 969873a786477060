package people

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// culture is a set of names that occur together. A name is written "name" or "name:latin", where latin is its ASCII
// spelling. Without latin, the ASCII spelling is the name without diacritics.
type culture struct {
	share  int // percent of the users
	first  []name
	last   []name
	joined bool // a first name consists of one or two of first, without a space
	plain  bool // all of it is ASCII
}

type name struct{ native, latin string }

// cultures returns the cultures with common names of each. Seven in ten users have plain Latin names.
func cultures() []culture {
	english := append(names(lastEnglish), combined(lastBegin, lastEnd)...)
	return []culture{
		{share: 48, plain: true, first: names(firstEnglish), last: english},
		{share: 12, plain: true, first: names(firstWorld), last: names(lastWorld)},
		{share: 10, plain: true, first: names(firstWorld), last: english},
		{share: 5, first: names(firstEurope), last: names(lastEurope)},
		{share: 3, first: names(firstVietnam), last: names(lastVietnam)},
		{share: 5, first: names(firstCyrillic), last: names(lastCyrillic)},
		{share: 2, first: names(firstGreek), last: names(lastGreek)},
		{share: 3, first: names(firstArabic), last: names(lastArabic)},
		{share: 1, first: names(firstHebrew), last: names(lastHebrew)},
		{share: 4, first: names(firstHan), last: names(lastHan), joined: true},
		{share: 1, first: names(firstKana), last: names(lastKana)},
		{share: 2, first: names(firstHangul), last: names(lastHangul), joined: true},
		{share: 3, first: names(firstDevanagari), last: names(lastDevanagari)},
		{share: 1, first: names(firstThai), last: names(lastThai)},
	}
}

func names(list string) []name {
	var all []name
	for n := range strings.FieldsSeq(list) {
		native, latin, ok := strings.Cut(n, ":")
		native = strings.ReplaceAll(native, "~", " ")
		if !ok {
			latin = ascii(native)
		}
		all = append(all, name{native, latin})
	}
	return all
}

// combined returns each beginning combined with each end.
func combined(begin, end string) []name {
	var all []name
	for b := range strings.FieldsSeq(begin) {
		for e := range strings.FieldsSeq(end) {
			all = append(all, name{b + e, strings.ToLower(b + e)})
		}
	}
	return all
}

// ascii returns s in lower-case ASCII letters, without diacritics and all other characters.
func ascii(s string) string {
	s = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ß", "ss", "æ", "ae", "ı", "i", "þ", "th", "ð", "d", "œ", "oe").
		Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || r == ' ' || r == '\'' || r == '-' {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

const (
	firstEnglish = `James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan
		Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra
		Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy George
		Melissa Timothy Deborah Ronald Stephanie Edward Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary
		Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela Justin Emma Scott Nicole Brandon Helen
		Benjamin Samantha Samuel Katherine Gregory Christine Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack
		Catherine Dennis Maria Jerry Heather Tyler Diane Aaron Ruth Jose Julie Adam Olivia Nathan Joyce Henry Virginia Zachary
		Victoria Douglas Kelly Peter Lauren Kyle Christina Noah Joan Ethan Evelyn Jeremy Judith Walter Andrea Keith Hannah
		Roger Megan Terry Cheryl Austin Martha Sean Gloria Gerald Teresa Carl Ann Dylan Sara Harold Madison Jordan Frances
		Jesse Kathryn Bryan Janice Lawrence Jean Arthur Abigail Gabriel Alice Bruce Julia Logan Judy Billy Sophia Joe Grace
		Alan Denise Juan Amber Elijah Doris Willie Marilyn Albert Danielle Wayne Beverly Randy Isabella Mason Theresa Vincent
		Diana Liam Natalie Roy Brittany Bobby Charlotte Caleb Marie Bradley Kayla Russell Alexis Lucas Lori Uma Quentin Xavier
		Yolanda Zoe Isolde Barnaby Ottilie Thaddeus Winifred Peregrine`
	lastEnglish = `Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
		Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker
		Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
		Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
		Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood
		James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez O'Brien
		O'Connor O'Neill McDonald MacLeod McCarthy Fitzgerald Buckley Featherstonehaugh Ogilvie Quigley Vance Yates Zimmer`
	lastBegin = `Ash Black Brad Brom Carl Chester Clay Cran Dal Dun East El Fair Gold Graf Hal Hamp Har Hart Haw Hol Kings
		Lang Lin Marl Mel New North Oak Pem Quin Rad Red Sher Stan Stock Strat Thorn Wake Wal Wel West Whit Win Wood York`
	lastEnd = `bourne bridge brook bury by combe croft dale den field ford ham hurst land ley low mere more shaw stead ston
		thorpe ton ward well wick wood worth`
	firstWorld = `Piotr Katarzyna Marek Agata Giulia Marco Alessandro Chiara Lorenzo Francesca Hans Greta Klaus Ingrid Dieter
		Heike Jan Pieter Sanne Femke Lars Astrid Mikkel Freja Matti Aino Eero Kaisa Carlos Ana Diego Lucia Miguel Carmen Javier
		Paula Rafael Beatriz Tiago Luana Pierre Camille Antoine Elise Luc Amara Kwame Chidi Ngozi Thabo Zanele Juma Wanjiru
		Priya Arjun Ananya Rahul Deepa Vikram Sanjay Meera Budi Siti Dewi Agus Putri Hiroshi Yuki Kenji Sakura Haruto Mehmet
		Ayse Emre Zeynep Omar Fatima Ali Layla Hassan Noor Yusuf Amina Dmitri Olga Ivan Svetlana Andrei Elena Bogdan Mihai`
	lastWorld = `Kowalski Nowak Wisniewski Lewandowski Kaminski Rossi Ferrari Esposito Bianchi Romano Schmidt Fischer Weber
		Meyer Wagner Becker Hoffmann Schulz Koch Richter Jansen Visser Smit Bakker Mulder Hansen Johansen Olsen Larsen Nilsson
		Eriksson Karlsson Virtanen Korhonen Laine Silva Santos Oliveira Souza Pereira Costa Ferreira Almeida Dubois Moreau
		Laurent Lefebvre Bernard Okafor Adeyemi Mensah Nkosi Dlamini Mwangi Otieno Abebe Sharma Verma Gupta Singh Kumar Reddy
		Iyer Nair Desai Wijaya Santoso Halim Tanaka Suzuki Watanabe Yamamoto Nakamura Kobayashi Yilmaz Demir Kaya Haddad Khan
		Ahmed Hussain Rahman Chowdhury Ivanov Petrov Popescu Ionescu Horvat Novak Van~der~Berg De~Vries Di~Stefano`
	firstEurope = `José María Ángel Andrés Lucía Sofía Zoé François Chloé Hélène Éric Benoît Jürgen Björn Jörg Käthe Günther
		Łukasz Małgorzata Agnieszka Michał Paweł Søren Bjørn Åse Håkon Øyvind Jiří Tomáš Kateřina Ondřej Šárka István Zoltán
		László Ágnes Çağla Gökhan Işıl Özgür Şebnem João Inês Conceição Þór Sigríður Ștefan Ioana~Măriuca Žiga Đorđe Jānis`
	lastEurope = `García Martínez Hernández López Muñoz Peña Ibáñez Lefèvre Dupré Françoise Müller Schäfer Größmann Weiß
		Jäger Wójcik Kamiński Zieliński Szymański Dąbrowski Jørgensen Sørensen Ødegård Åkesson Lindström Söderberg Novák
		Dvořák Černý Procházka Kovář Nagy Szabó Tóth Kovács Yılmaz Çelik Şahin Öztürk Gonçalves Magalhães Simões Jónsdóttir
		Guðmundsson Popović Đukić Žižek Kalniņš Ozoliņš García-Márquez Núñez~del~Prado`
	firstVietnam = `Anh Bảo Châu Dũng Đức Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Minh Nam Ngọc Nhung
		Phương Quân Quỳnh Sơn Thảo Thắng Thị~Hồng Thị~Mai Thu~Trang Trung Tuấn Tùng Văn~Hậu Việt Vy Yến`
	lastVietnam   = `Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mạc Tạ`
	firstCyrillic = `Александр:aleksandr Алексей:alexey Анастасия:anastasia Анна:anna Борис:boris Вера:vera Виктор:viktor
		Галина:galina Дмитрий:dmitry Евгения:evgenia Екатерина:ekaterina Елена:elena Иван:ivan Игорь:igor Ирина:irina
		Ксения:ksenia Людмила:lyudmila Максим:maxim Мария:maria Михаил:mikhail Наталья:natalya Николай:nikolay Олег:oleg
		Ольга:olga Павел:pavel Пётр:pyotr Роман:roman Сергей:sergey Софія:sofia Тарас:taras Юлия:yulia Ярослав:yaroslav`
	lastCyrillic = `Иванов:ivanov Смирнова:smirnova Кузнецов:kuznetsov Попова:popova Соколов:sokolov Лебедева:lebedeva
		Козлов:kozlov Новикова:novikova Морозов:morozov Петрова:petrova Волков:volkov Соловьёва:solovyova Васильев:vasiliev
		Зайцева:zaitseva Павлов:pavlov Шевченко:shevchenko Коваленко:kovalenko Бондаренко:bondarenko Ткаченко:tkachenko
		Їжакевич:yizhakevych Димитров:dimitrov Георгиева:georgieva Јовановић:jovanovic Щербаков:shcherbakov`
	firstGreek = `Γιώργος:giorgos Μαρία:maria Δημήτρης:dimitris Ελένη:eleni Κώστας:kostas Αικατερίνη:aikaterini
		Νίκος:nikos Βασιλική:vasiliki Παναγιώτης:panagiotis Σοφία:sofia Χρήστος:christos Άννα:anna Θανάσης:thanasis`
	lastGreek = `Παπαδόπουλος:papadopoulos Οικονόμου:oikonomou Γεωργίου:georgiou Νικολαΐδης:nikolaidis
		Παππάς:pappas Βλάχος:vlachos Αγγελόπουλος:angelopoulos Κωνσταντίνου:konstantinou Δημητρίου:dimitriou Ράπτης:raptis`
	firstArabic = `محمد:mohamed أحمد:ahmed فاطمة:fatima علي:ali عائشة:aisha عمر:omar خديجة:khadija يوسف:yusuf مريم:maryam
		حسن:hassan زينب:zainab خالد:khaled ليلى:layla إبراهيم:ibrahim نور:nour سارة:sara طارق:tariq هدى:huda رضا:reza`
	lastArabic = `المصري:almasri الحسن:alhassan حداد:haddad خوري:khoury النجار:alnajjar السعيد:alsaeed منصور:mansour
		العلي:alali الخطيب:alkhatib صالح:saleh بكر:bakr الشامي:alshami قاسم:qasim درويش:darwish کریمی:karimi`
	firstHebrew = `דוד:david שרה:sara משה:moshe רחל:rachel יוסף:yosef מרים:miriam נועם:noam תמר:tamar איתן:eitan יעל:yael`
	lastHebrew  = `כהן:cohen לוי:levi מזרחי:mizrahi פרץ:peretz ביטון:biton דהן:dahan אברהם:avraham פרידמן:friedman שפירא:shapira`
	firstHan    = `伟:wei 芳:fang 娜:na 秀:xiu 敏:min 静:jing 丽:li 强:qiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie
		涛:tao 明:ming 超:chao 兰:lan 霞:xia 平:ping 刚:gang 桂:gui 英:ying 华:hua 玉:yu 梅:mei 建:jian 国:guo 志:zhi 文:wen
		晓:xiao 红:hong 雪:xue 龍:long 慧:hui 佳:jia 宇:yu 浩:hao 欣:xin 怡:yi 子:zi 涵:han 梓:zi 轩:xuan`
	lastHan = `王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 马:ma 朱:zhu 胡:hu
		郭:guo 何:he 林:lin 高:gao 罗:luo 郑:zheng 梁:liang 謝:xie 宋:song 唐:tang 許:xu 邓:deng 冯:feng 韩:han 曹:cao
		欧阳:ouyang 司马:sima`
	firstKana = `さくら:sakura ひろし:hiroshi あおい:aoi ゆい:yui はると:haruto めぐみ:megumi ケンジ:kenji マリ:mari
		翔太:shota 結衣:yui 健一:kenichi 美咲:misaki`
	lastKana = `佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 山本:yamamoto 中村:nakamura 小林:kobayashi
		井ノ上:inoue`
	firstHangul = `민:min 서:seo 준:jun 지:ji 우:woo 현:hyun 은:eun 수:su 영:young 하:ha 윤:yoon 도:do 예:ye 진:jin 호:ho 경:kyung
		미:mi 숙:sook 철:chul 희:hee 성:sung 연:yeon 태:tae 아:a`
	lastHangul = `김:kim 이:lee 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh 서:seo 신:shin 권:kwon
		황:hwang 안:ahn 송:song 류:ryu 홍:hong 남궁:namgung`
	firstDevanagari = `अमित:amit प्रिया:priya राहुल:rahul अनन्या:ananya विक्रम:vikram सुनीता:sunita संजय:sanjay मीरा:meera
		अर्जुन:arjun काव्या:kavya राजेश:rajesh पूजा:pooja कृष्ण:krishna लक्ष्मी:lakshmi दीपक:deepak गीता:geeta`
	lastDevanagari = `शर्मा:sharma वर्मा:verma गुप्ता:gupta सिंह:singh कुमार:kumar मिश्रा:mishra पटेल:patel जोशी:joshi यादव:yadav
		त्रिपाठी:tripathi श्रेष्ठ:shrestha देशमुख:deshmukh चौहान:chauhan`
	firstThai = `สมชาย:somchai สมหญิง:somying ณัฐ:nat พิมพ์:pim อนันต์:anan กมล:kamon วิชัย:wichai มาลี:malee`
	lastThai  = `ใจดี:jaidee สุขใจ:sukjai ศรีสุข:srisuk ทองดี:thongdee วงศ์ใหญ่:wongyai แสงจันทร์:saengchan`
)
